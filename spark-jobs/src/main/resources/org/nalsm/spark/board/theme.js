// Light or dark: as the system says, until the user chooses. Runs before anything is drawn.
"use strict";
(() => {
  const chosen = (() => {
    try {
      return localStorage.getItem("nalsm-theme");
    } catch {
      return null; // a browser that keeps nothing
    }
  })();
  const system = matchMedia("(prefers-color-scheme: dark)");
  let choice = chosen === "dark" || chosen === "light" ? chosen : null;
  const apply = () => {
    document.documentElement.dataset.theme = choice ?? (system.matches ? "dark" : "light");
    document.dispatchEvent(new Event("themechange"));
  };
  apply();
  system.addEventListener("change", apply);
  document.addEventListener("DOMContentLoaded", () => {
    document.getElementById("theme").addEventListener("click", () => {
      choice = document.documentElement.dataset.theme === "dark" ? "light" : "dark";
      try {
        localStorage.setItem("nalsm-theme", choice);
      } catch {
        // as above
      }
      apply();
    });
  });
})();
