// Tables that sort and figures that grow; the page is whole without it.
"use strict";
(() => {
  const SECONDS = { h: 3600, min: 60, s: 1 };

  /** What a cell sorts by: seconds of a duration, else its first number, else its text. */
  const key = (text) => {
    const times = [...text.matchAll(/([\d.]+) (h|min|s)\b/g)];
    if (times.length) {
      return times.reduce((sum, [, value, unit]) => sum + Number(value) * SECONDS[unit], 0);
    }
    const number = Number.parseFloat(text.replace(/,/g, ""));
    return /^[-+.\d]/.test(text) && Number.isFinite(number) ? number : text;
  };

  const compare = (a, b) =>
    typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b), "en", { numeric: true });

  const sort = (head, column) => {
    const body = head.closest("table").tBodies[0];
    const descending = head.getAttribute("aria-sort") === "ascending";
    head.parentElement.querySelectorAll("[aria-sort]").forEach((other) => other.removeAttribute("aria-sort"));
    head.setAttribute("aria-sort", descending ? "descending" : "ascending");
    const rows = [...body.rows].map((row) => ({ row, text: row.cells[column].textContent.trim() }));
    const unknown = ({ text }) => text === "" || text === "\u2013";
    rows.sort((a, b) =>
      unknown(a) || unknown(b) ? unknown(a) - unknown(b) : (descending ? -1 : 1) * compare(key(a.text), key(b.text)));
    body.append(...rows.map(({ row }) => row));
  };

  document.querySelectorAll("table:not(.pairs) thead th").forEach((head) => {
    const column = head.cellIndex;
    head.tabIndex = 0;
    head.classList.add("sorts");
    head.addEventListener("click", () => sort(head, column));
    head.addEventListener("keydown", (event) => event.key === "Enter" && sort(head, column));
  });

  const dialog = document.createElement("dialog");
  dialog.className = "zoom";
  document.body.append(dialog);
  const view = { scale: 1, x: 0, y: 0 };
  let shown = null;

  const place = () => (shown.style.transform = `translate(${view.x}px, ${view.y}px) scale(${view.scale})`);

  const open = (picture) => {
    shown = picture.cloneNode(true);
    shown.removeAttribute("id");
    dialog.replaceChildren(shown);
    dialog.showModal();
    const room = Math.min(innerWidth / picture.width.baseVal?.value || innerWidth / picture.width,
      innerHeight / picture.height.baseVal?.value || innerHeight / picture.height);
    const width = picture.width.baseVal?.value ?? picture.width;
    const height = picture.height.baseVal?.value ?? picture.height;
    view.scale = 0.96 * room;
    view.x = (innerWidth - width * view.scale) / 2;
    view.y = (innerHeight - height * view.scale) / 2;
    place();
  };

  dialog.addEventListener("wheel", (event) => {
    event.preventDefault();
    const factor = Math.exp(-event.deltaY / 400);
    const scale = Math.min(40, Math.max(0.2, view.scale * factor));
    // What is under the pointer stays there.
    view.x = event.clientX - ((event.clientX - view.x) * scale) / view.scale;
    view.y = event.clientY - ((event.clientY - view.y) * scale) / view.scale;
    view.scale = scale;
    place();
  }, { passive: false });

  let from = null;
  let moved = false;
  dialog.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    from = { x: event.clientX - view.x, y: event.clientY - view.y, startX: event.clientX, startY: event.clientY };
    moved = false;
  });
  dialog.addEventListener("pointermove", (event) => {
    if (from) {
      moved ||= Math.hypot(event.clientX - from.startX, event.clientY - from.startY) > 4;
      view.x = event.clientX - from.x;
      view.y = event.clientY - from.y;
      place();
    }
  });
  dialog.addEventListener("pointerup", () => {
    from = null;
    if (!moved) {
      dialog.close();
    }
  });

  document.querySelectorAll("figure > svg, figure > img").forEach((picture) =>
    picture.addEventListener("click", () => open(picture)));
})();
