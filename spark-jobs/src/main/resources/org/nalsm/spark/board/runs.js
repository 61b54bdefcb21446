// The list of runs.
import {
  byId, column, count, duration, durationColumn, element, follow, link, metricColumn, narrow, options, path, plural, progress,
  replace, status, table, time, value,
} from "./board.js";

const SHOWN = ["valid_accuracy", "test_accuracy"];
const ALWAYS = new Set(["select", "run_id", "status", "model", "dataset", "total_seconds", "started_at", ...SHOWN.map((n) => "m." + n)]);

let runs = [];
let made = null;
let columns = "";
const shown = new Set();
const chosen = new Set();

/** A row of the table. */
const row = (run, keys, metrics) => {
  const flat = { ...run, sweep: run.sweeps.join(" "), name: run.name || null };
  metrics.forEach((metric) => (flat["m." + metric.name] = run.metrics[metric.name] ?? null));
  keys.forEach((key) => (flat["s." + key] = key in run.settings ? value(run.settings[key]) : null));
  return flat;
};

function check(cell) {
  const id = cell.getValue();
  const box = element("input", { type: "checkbox", "aria-label": `Compare ${id}` });
  box.checked = chosen.has(id);
  box.addEventListener("change", () => {
    box.checked ? chosen.add(id) : chosen.delete(id);
    buttons();
  });
  return box;
}

function buttons() {
  const button = byId("compare");
  button.disabled = chosen.size < 2;
  button.textContent = chosen.size ? `Compare ${chosen.size}` : "Compare";
}

function named(cell) {
  const { note, tags } = cell.getData();
  const said = [note, ...Object.entries(tags).map(([key, text]) => `${key}=${text}`)].filter(Boolean).join("\n");
  return element("span", { title: said || null }, cell.getValue() ?? "");
}

function definitions(keys, metrics) {
  const also = (field) => ({ visible: ALWAYS.has(field) || shown.has(field) });
  const find = (name) => metrics.find((metric) => metric.name === name);
  const first = SHOWN.map(find).filter(Boolean);
  const state = column("status", "status", { formatter: (cell) => status(cell.getValue()), minWidth: 96 });
  const rest = metrics.filter((metric) => !SHOWN.includes(metric.name));
  return [
    column("", "run_id", { formatter: check, headerSort: false, width: narrow() ? 30 : 40, titleFormatter: () => element("span", {}, ""), cssClass: "select" }),
    column("run", "run_id", { formatter: (cell) => link("runs", cell.getValue()), cssClass: "id", minWidth: narrow() ? 108 : 132 }),
    column("name", "name", { visible: runs.some((run) => run.name), formatter: named, minWidth: 90, maxWidth: narrow() ? 110 : 260 }),
    ...(narrow() ? [] : [state]),
    column("model", "model", { minWidth: 90, visible: !narrow() }),
    column("dataset", "dataset", { minWidth: 90, visible: !narrow() }),
    ...keys.map((key) => column(key, "s." + key, also("s." + key))),
    ...first.map((metric) => metricColumn(metric, "m." + metric.name)),
    ...(narrow() ? [state] : []),
    ...rest.map((metric) => metricColumn(metric, "m." + metric.name, also("m." + metric.name))),
    durationColumn("time", "total_seconds"),
    column("started (UTC)", "started_at", {
      formatter: (cell) => document.createTextNode(time(cell.getValue())),
      headerSortStartingDir: "desc",
      minWidth: 140,
    }),
  ];
}

function menu(keys, metrics) {
  const box = (field, text) => {
    const input = element("input", { type: "checkbox", value: field });
    input.checked = shown.has(field);
    input.addEventListener("change", () => {
      input.checked ? shown.add(field) : shown.delete(field);
      input.checked ? made.showColumn(field) : made.hideColumn(field);
      made.redraw();
    });
    return element("label", {}, input, " ", text);
  };
  byId("columns").replaceChildren(
    element("p", {}, keys.length ? "Settings that differ" : "All runs have the same settings."),
    ...keys.map((key) => box("s." + key, key)),
    element("p", {}, "Measured"),
    ...metrics.filter((metric) => !SHOWN.includes(metric.name)).map((metric) => box("m." + metric.name, metric.title)),
  );
}

function fits(run) {
  const words = byId("search").value.toLowerCase().split(/\s+/).filter(Boolean);
  const is = (id, actual) => !byId(id).value || byId(id).value === actual;
  if (!is("status", run.status) || !is("model", run.model) || !is("dataset", run.dataset)) {
    return false;
  }
  run.text ??= [run.run_id, run.name, run.note, run.status, run.model, run.dataset, ...run.sweeps,
    ...Object.entries(run.tags).map(([k, v]) => `${k}=${v}`), ...Object.entries(run.settings).map(([k, v]) => `${k}=${v}`)]
    .join(" ")
    .toLowerCase();
  return words.every((word) => run.text.includes(word));
}

function filter() {
  made.setFilter(fits);
  say();
}

function say() {
  const fitting = runs.filter(fits).length;
  const running = runs.filter((run) => run.status === "running").length;
  byId("summary").textContent =
    (fitting === runs.length ? plural(runs.length, "run") : `${count(fitting)} of ${plural(runs.length, "run")}`) +
    (running ? `, ${count(running)} running` : "");
}

function choices() {
  ["status", "model", "dataset"].forEach((field) => {
    const values = [...new Set(runs.map((run) => run[field]))].sort();
    options(byId(field), [["", "any " + field], ...values.map((text) => [text, text])]);
    byId(field).hidden = values.length < 2;
  });
}

function card(run) {
  return element(
    "a",
    { class: "card", href: path("runs", run.run_id) },
    element("div", { class: "who" }, element("span", { class: run.name ? null : "id" }, run.name || run.run_id), element("span", {}, `${run.model}, ${run.dataset}`)),
    run.progress ? progress(run.progress) : element("div", { class: "progress" }, element("div", { class: "facts" }, "between phases")),
  );
}

async function show(data) {
  runs = data.runs;
  const running = runs.filter((run) => run.status === "running");
  byId("running").hidden = running.length === 0;
  replace(byId("running"), ...running.slice(0, 12).map(card));
  byId("empty").hidden = runs.length > 0;
  byId("table").hidden = runs.length === 0;
  byId("tools").hidden = runs.length === 0;
  choices();
  const rows = runs.map((run) => row(run, data.keys, data.metrics));
  const signature = JSON.stringify([data.keys, data.metrics.map((metric) => metric.name), runs.some((run) => run.name)]);
  if (!made) {
    columns = signature;
    menu(data.keys, data.metrics);
    made = await table(byId("table"), {
      index: "run_id",
      data: rows,
      columns: definitions(data.keys, data.metrics),
      maxHeight: "78vh",
      initialSort: [{ column: "started_at", dir: "desc" }],
        });
    filter();
  } else {
    if (columns !== signature) {
      columns = signature;
      menu(data.keys, data.metrics);
      made.setColumns(definitions(data.keys, data.metrics));
    }
    const gone = new Set(made.getData().map((old) => old.run_id));
    runs.forEach((run) => gone.delete(run.run_id));
    if (gone.size) {
      await made.deleteRow([...gone]);
      gone.forEach((id) => chosen.delete(id));
      buttons();
    }
    await made.updateOrAddData(rows);
    made.refreshFilter();
    made.setSort(made.getSorters().map((s) => ({ column: s.field, dir: s.dir })));
    say();
  }
}

byId("tools").addEventListener("submit", (event) => event.preventDefault());
byId("search").addEventListener("input", filter);
["status", "model", "dataset"].forEach((id) => byId(id).addEventListener("change", filter));
byId("compare").addEventListener("click", () => {
  location.href = "/compare?runs=" + [...chosen].map(encodeURIComponent).join(",");
});
follow("/api/runs", show);
