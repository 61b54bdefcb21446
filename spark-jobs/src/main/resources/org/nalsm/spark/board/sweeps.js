// The list of sweeps.
import { byId, column, count, element, follow, metricColumn, path, plural, status, table, time } from "./board.js";

let sweeps = [];
let made = null;

const fits = (sweep) => {
  const text = `${sweep.sweep_id} ${sweep.name} ${sweep.status}`.toLowerCase();
  return byId("search").value.toLowerCase().split(/\s+/).filter(Boolean).every((word) => text.includes(word));
};

function done(cell) {
  const sweep = cell.getData();
  return element(
    "span",
    { class: "done" },
    element("progress", { max: sweep.trials, value: sweep.complete, "aria-label": "trials complete" }),
    ` ${count(sweep.complete)} of ${count(sweep.trials)}`,
  );
}

function name(cell) {
  const sweep = cell.getData();
  return element("a", { href: path("sweeps", sweep.sweep_id) }, sweep.name || sweep.sweep_id);
}

async function show(data) {
  sweeps = data.sweeps;
  byId("summary").textContent = plural(sweeps.length, "sweep");
  byId("empty").hidden = sweeps.length > 0;
  byId("table").hidden = sweeps.length === 0;
  byId("tools").hidden = sweeps.length === 0;
  const rows = sweeps.map((sweep) => ({ ...sweep, "m.valid_accuracy": sweep.best_valid_accuracy }));
  if (!made) {
    made = await table(byId("table"), {
      index: "sweep_id",
      data: rows,
      maxHeight: "78vh",
      columns: [
        column("sweep", "name", { formatter: name, minWidth: 160 }),
        column("status", "status", { formatter: (cell) => status(cell.getValue()) }),
        column("complete", "complete", { formatter: done, minWidth: 150 }),
        column("failed", "failed", { hozAlign: "right", headerHozAlign: "right" }),
        metricColumn({ ...data.metrics[0], title: "best validation" }, "m.valid_accuracy", {
          titleFormatter: () => element("span", {}, "best validation (%)"),
        }),
        column("started (UTC)", "started_at", { formatter: (cell) => document.createTextNode(time(cell.getValue())) }),
        column("id", "sweep_id", { cssClass: "id" }),
      ],
      initialSort: [{ column: "started_at", dir: "desc" }],
    });
    made.setFilter(fits);
  } else {
    await made.updateOrAddData(rows);
    made.refreshFilter();
  }
}

byId("search").addEventListener("input", () => made.setFilter(fits));
byId("tools").addEventListener("submit", (event) => event.preventDefault());
follow("/api/sweeps", show);
