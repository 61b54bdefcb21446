// A run's page: what is static comes with it; this follows a run that runs, and fetches the figures.
import { byId, follow, path, progress, replace } from "./board.js";

const place = byId("run");
const id = place.dataset.id;
const first = byId("status").dataset.status;

async function figures() {
  const answer = await fetch(`${path("runs", id)}/figures`);
  if (answer.ok) {
    // Made by the server, which escapes what is no HTML of its own; scripts in it would not run.
    byId("figures").innerHTML = await answer.text();
  } else {
    byId("figures").firstElementChild.textContent = "The figures could not be drawn; the log of nalsm board says why.";
  }
}

function show(run) {
  if (run.status !== first) {
    location.reload();
    return;
  }
  byId("progress").hidden = !run.progress;
  if (run.progress) {
    replace(byId("progress"), progress(run.progress));
  }
}

if (place.dataset.complete === "true") {
  figures();
}
follow("/api" + path("runs", id), show);
