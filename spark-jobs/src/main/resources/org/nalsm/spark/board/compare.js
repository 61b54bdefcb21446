// Runs side by side.
import { byId, duration, element, link, plural, quantity, status, sure, UNKNOWN } from "./board.js";
import { chart, palette, percentAxis, tooltip } from "./charts.js";

const address = "/api/compare" + location.search;
let data = null;

const isBest = (row, value) =>
  row.unit === "share" && typeof value === "number" && !row.equal && value === Math.max(...row.values.filter((v) => v !== null));

const text = (row, value) =>
  row.unit === undefined
    ? value === null ? UNKNOWN : value === "" ? '""' : value
    : row.unit === "seconds" ? duration(value) : quantity(row, value);

const shownName = (row) => row.title ?? row.name;

function group(title, rows) {
  const chosen = rows.filter((row) => byId("all").checked || !row.equal);
  const body = element("tbody", {}, element("tr", { class: "group" },
    element("th", { colspan: data.runs.length + 1, scope: "rowgroup" }, title + (chosen.length ? "" : ": no difference"))));
  chosen.forEach((row) =>
    body.append(
      element(
        "tr",
        { class: row.equal ? "equal" : null },
        element("th", { scope: "row" }, shownName(row)),
        ...row.values.map((value, k) => element("td", { class: (row.unit ? "n" : "") + (isBest(row, value) ? " best" : "") },
          row.unit === "share" ? sure(row, value, data.runs[k].intervals_95, text(row, value)) : text(row, value))),
      ),
    ),
  );
  return body;
}

function show() {
  byId("summary").textContent = plural(data.runs.length, "run");
  byId("comparison").replaceChildren(
    element("thead", {}, element("tr", {}, element("td", {}), ...data.runs.map((run) =>
      element("th", { scope: "col" }, run.name ? element("div", {}, run.name) : null, link("runs", run.run_id), element("br"), status(run.status), ` ${run.model}, ${run.dataset}`)))),
    group("measured", data.measured),
    group("configuration", data.configuration),
    group("provenance", data.provenance),
  );
}

function curves() {
  const known = data.training.map((points, k) => ({ points, run: data.runs[k] })).filter(({ points }) => points.some((p) => p.valid_accuracy !== null));
  byId("training").hidden = known.length === 0;
  if (known.length === 0) {
    return;
  }
  chart(byId("curves"), (theme) => ({
    grid: { left: 56, right: 20, top: 40, bottom: 44 },
    legend: { top: 0, icon: "circle", itemHeight: 10, textStyle: { color: theme.ink } },
    tooltip: tooltip(theme, (item) => [item.seriesName, `${item.value[0]}: ${item.value[1].toFixed(2)} %`]),
    xAxis: { type: "value", name: "epoch or iteration", nameLocation: "middle", nameGap: 28, minInterval: 1, ...theme.axis },
    yAxis: percentAxis(theme),
    series: known.map(({ points, run }, k) => ({
      type: "line",
      name: run.run_id,
      color: palette[k % palette.length],
      symbol: "circle",
      symbolSize: 5,
      showSymbol: points.length < 60,
      data: points.filter((p) => p.valid_accuracy !== null).map((p) => [p.epoch, 100 * p.valid_accuracy]),
    })),
  }));
}

async function begin() {
  const answer = await fetch(address);
  const found = await answer.json();
  if (!answer.ok) {
    byId("summary").textContent = found.error;
    return;
  }
  data = found;
  show();
  curves();
}

byId("all").addEventListener("change", show);
begin();
