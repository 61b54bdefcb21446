// A sweep's page: leaderboard, charts, trials.
import {
  byId, column, count, duration, durationColumn, element, follow, head, label, link, metricColumn, narrow, number, options, path,
  progress, quantity, replace, scale, status, sure, table, UNKNOWN, value,
} from "./board.js";
import { chart, tooltip } from "./charts.js";

const id = byId("sweep").dataset.id;
let data = null;
let board = null;
let trials = null;

const isSeed = (key) => key.endsWith(".seed");

/** Every parameter of the trials, seeds last. */
const keys = () =>
  [...new Set(data.rows.flatMap((trial) => Object.keys(trial.parameters)))].sort((a, b) => isSeed(a) - isSeed(b) || a.localeCompare(b));

const ends = (metric, intervals) => {
  const found = intervals[metric.name];
  return found ? [element("span", { class: "interval" }, `[${number(metric, found[0])}, ${number(metric, found[1])}]`)] : [];
};

function headlines() {
  const best = data.leaderboard[0];
  const line = (text, name) => element("div", {}, element("dt", {}, name), element("dd", {}, text));
  const lines = [];
  if (best) {
    data.metrics.forEach((metric, k) => {
      const found = best.metrics[metric.name];
      if (found) {
        const spread = found.standard_deviation === null ? "" : ` ± ${number(metric, found.standard_deviation)}`;
        lines.push(line(number(metric, found.mean) + spread + quantity(metric, 0).replace(/^[\d.,]+/, ""),
          element("span", {}, (k === 0 ? "best mean " : "its ") + label(metric) + " ", ...ends(metric, best.intervals_95))));
      }
    });
  }
  lines.push(line(`${count(data.complete)} of ${count(data.trials)}`, "trials complete"));
  if (data.seconds_left !== null && data.status === "running") {
    lines.push(line(`about ${duration(data.seconds_left)}`, "left"));
  }
  replace(byId("headlines"), ...lines);
  const states = ["running", "pending", "complete", "failed"].filter((state) => data[state]).map((state) => `${count(data[state])} ${state}`);
  replace(byId("summary"), status(data.status), " ", states.join(", "));
}

function running() {
  const now = data.rows.filter((trial) => trial.progress);
  byId("progress").hidden = now.length === 0;
  byId("progress").className = "cards";
  replace(byId("progress"), ...now.map((trial) =>
    element("a", { class: "card", href: path("runs", trial.run_id) },
      element("div", { class: "who" }, element("span", {}, parameters(trial.parameters))),
      progress(trial.progress))));
}

const parameters = (map) => Object.entries(map).map(([key, text]) => `${key}=${text}`).join(" ") || "(seeds only)";

/** Parameters and metrics as fields of a row. */
const flat = (parameters_, metrics, find) => {
  const row = {};
  Object.entries(parameters_).forEach(([key, text]) => (row["p:" + key] = value(text)));
  metrics.forEach((metric) => (row["m:" + metric.name] = find(metric)));
  return row;
};

function boardRows() {
  const byTrial = new Map(data.rows.map((trial) => [trial.trial_id, trial]));
  return data.leaderboard.map((group, k) => ({
    key: "g" + JSON.stringify(group.parameters),
    rank: k + 1,
    rung: group.rung,
    n: group.trials.length,
    ...flat(group.parameters, data.metrics, (metric) => group.metrics[metric.name]?.mean ?? null),
    spread: group.metrics,
    intervals_95: group.intervals_95,
    _children: group.trials.map((trialId) => {
      const trial = byTrial.get(trialId);
      return {
        key: "t" + trialId,
        run: trial.run_id,
        trial,
        intervals_95: trial.intervals_95,
        ...flat(trial.parameters, data.metrics, (metric) => trial.metrics[metric.name] ?? null),
      };
    }),
  }));
}

const spread = (metric) => (cell) => {
  const found = cell.getData().spread?.[metric.name];
  const text = number(metric, cell.getValue());
  return sure(metric, cell.getValue(), cell.getData().intervals_95,
    found && found.standard_deviation !== null ? `${text} ± ${number(metric, found.standard_deviation)}` : text);
};

/** The place of repetitions, and below it each of them with its seeds. */
function rank(cell) {
  const { run, trial } = cell.getData();
  if (!trial) {
    return element("span", {}, String(cell.getValue()));
  }
  const seeds = Object.entries(trial.parameters).filter(([key]) => isSeed(key));
  const text = seeds.map(([key, seed]) => `${seeds.length > 1 ? key : "seed"}=${seed}`).join(" ");
  return element("span", {}, run ? link("runs", run) : trial.trial_id,
    element("span", { class: "seeds", title: seeds.map(([key, seed]) => `${key}=${seed}`).join(" ") }, text));
}

async function leaderboard() {
  const rows = boardRows();
  const signature = JSON.stringify(rows);
  if (board && byId("leaderboard").signature === signature) {
    return;
  }
  byId("leaderboard").signature = signature;
  if (board) {
    board.replaceData(rows);
    return;
  }
  const varied = keys()
    .filter((key) => !isSeed(key))
    .map((key) => column(key, "p:" + key, { hozAlign: "right", headerHozAlign: "right" }));
  const measured = data.metrics.map((metric) => metricColumn(metric, "m:" + metric.name, { formatter: spread(metric), minWidth: 100 }));
  board = await table(byId("leaderboard"), {
    index: "key",
    data: rows,
    dataTree: true,
    dataTreeStartExpanded: false,
    dataTreeChildIndent: 14,
    dataTreeFilter: false,
    maxHeight: "70vh",
    placeholder: element("span", {}, "No trial is complete yet."),
    columns: [
      column("rank", "rank", { width: narrow() ? 150 : 210, formatter: rank }),
      ...(narrow() ? [...measured, ...varied] : [...varied, ...measured]),
      ...(data.rows.some((trial) => trial.rung) ? [column("rung", "rung", { hozAlign: "right", headerHozAlign: "right" })] : []),
      column("n", "n", { hozAlign: "right", headerHozAlign: "right", formatter: (cell) => document.createTextNode(cell.getValue() ?? "") }),
    ],
  });
}

async function allTrials() {
  const rows = data.rows.map((trial) => ({
    ...trial,
    ...flat(trial.parameters, data.metrics, (metric) => trial.metrics[metric.name] ?? null),
  }));
  if (trials) {
    await trials.updateOrAddData(rows);
    return;
  }
  trials = await table(byId("trials"), {
    index: "trial_id",
    data: rows,
    maxHeight: "70vh",
    columns: [
      column("trial", "trial_id", { cssClass: "id", visible: !narrow() }),
      column("run", "run_id", {
        cssClass: "id",
        formatter: (cell) => (cell.getValue() ? link("runs", cell.getValue()) : document.createTextNode(UNKNOWN)),
      }),
      column("status", "status", {
        formatter: (cell) => cell.getData().stopped_early ? element("span", {}, "stopped early") : status(cell.getValue()),
      }),
      ...(data.rows.some((trial) => trial.rung)
        ? ["rung", "resource"].map((name) => column(name, name, { hozAlign: "right", headerHozAlign: "right" })) : []),
      ...keys().map((key) => column(key, "p:" + key, { hozAlign: "right", headerHozAlign: "right" })),
      ...data.metrics.map((metric) => metricColumn(metric, "m:" + metric.name)),
      durationColumn("time", "seconds"),
      column("error", "error", { formatter: (cell) => element("span", { title: cell.getValue() }, cell.getValue() ?? ""), maxWidth: 420 }),
    ],
  });
}

const axisName = (metric) => head(metric).replace(/^(validation|test|train)/, "$1 accuracy");

function position(axis, text) {
  return axis.numeric ? Number(text) : axis.values.indexOf(text);
}

function scatter(complete) {
  const axis = data.parameters.find((parameter) => parameter.key === byId("parameter").value) ?? data.parameters[0];
  const metric = data.metrics.find((each) => each.name === byId("metric").value) ?? data.metrics[0];
  const points = complete
    .filter((trial) => trial.metrics[metric.name] !== undefined && trial.parameters[axis.key] !== undefined)
    .map((trial) => ({ value: [position(axis, trial.parameters[axis.key]), scale(metric) * trial.metrics[metric.name]], trial }));
  const means = axis.values
    .map((text) => points.filter((point) => point.value[0] === position(axis, text)).map((point) => point.value[1]))
    .map((list, k) => [position(axis, axis.values[k]), list.reduce((a, b) => a + b, 0) / list.length])
    .filter(([, mean]) => Number.isFinite(mean));
  const drawn = chart(byId("scatter"), (look) => ({
    grid: { left: 64, right: 24, top: 24, bottom: 52 },
    tooltip: tooltip(look, (item) => item.data.trial
      ? [item.data.trial.run_id ?? item.data.trial.trial_id, parameters(item.data.trial.parameters), quantity(metric, item.data.trial.metrics[metric.name])]
      : ["mean", `${item.value[1].toFixed(metric.decimals)}`]),
    xAxis: {
      ...look.axis,
      type: axis.numeric ? (axis.logarithmic ? "log" : "value") : "category",
      data: axis.numeric ? undefined : axis.values,
      scale: true,
      name: axis.key,
      nameLocation: "middle",
      nameGap: 32,
    },
    yAxis: { ...look.axis, type: "value", scale: true, name: axisName(metric), nameTextStyle: { color: look.ink, align: "left", padding: [0, 0, 0, -48] } },
    series: [
      { type: "line", data: means, color: look.accent, symbol: "none", lineStyle: { width: 1.5, opacity: axis.numeric ? 0.7 : 0 }, z: 1 },
      { type: "scatter", data: points, color: look.accent, symbolSize: 10, itemStyle: { opacity: 0.75, borderColor: look.ground, borderWidth: 1 }, z: 2 },
    ],
  }));
  drawn.off("click");
  drawn.on("click", (item) => {
    if (item.data.trial?.run_id) {
      location.href = path("runs", item.data.trial.run_id);
    }
  });
}

function parallel(complete) {
  const ranked = data.metrics[0];
  const values = complete.map((trial) => trial.metrics[ranked.name]).filter((v) => v !== undefined);
  chart(byId("parallel"), (look) => ({
    parallel: { left: 60, right: 76, top: 56, bottom: 32, parallelAxisDefault: { nameTextStyle: { color: look.ink }, ...look.axis } },
    parallelAxis: [
      ...data.parameters.map((axis, dim) => ({
        dim,
        name: axis.key.replace(/^.*\.(?=[^.]*$)/, ""),
        type: axis.numeric ? (axis.logarithmic ? "log" : "value") : "category",
        data: axis.numeric ? undefined : axis.values,
        scale: true,
      })),
      ...data.metrics.map((metric, k) => ({
        dim: data.parameters.length + k,
        name: metric.unit === "share" ? head(metric) : metric.title,
        type: "value",
        scale: true,
      })),
    ],
    visualMap: {
      show: false,
      dimension: data.parameters.length,
      min: scale(ranked) * Math.min(...values),
      max: scale(ranked) * Math.max(...values) + 1e-9,
      inRange: { color: [look.low, look.high] },
    },
    series: [{
      type: "parallel",
      smooth: false,
      inactiveOpacity: 0.06,
      lineStyle: { width: 2, opacity: 0.75 },
      data: complete.map((trial) => [
        ...data.parameters.map((axis) => (axis.numeric ? Number(trial.parameters[axis.key]) : trial.parameters[axis.key])),
        ...data.metrics.map((metric) => (metric.name in trial.metrics ? scale(metric) * trial.metrics[metric.name] : "-")),
      ]),
    }],
  }));
}

function charts() {
  // Of successive halving the first rung, which has all candidates with equal means.
  const complete = data.rows.filter((trial) => trial.status === "complete" && (trial.rung ?? 1) === 1);
  const any = data.parameters.length > 0 && complete.length > 0;
  byId("charts").hidden = !any;
  if (!any) {
    return;
  }
  options(byId("parameter"), data.parameters.map((axis) => [axis.key, axis.key]));
  options(byId("metric"), data.metrics.map((metric) => [metric.name, label(metric)]));
  scatter(complete);
  const signature = JSON.stringify(complete);
  if (byId("parallel").signature !== signature) {
    byId("parallel").signature = signature; // not drawn again for nothing: that would drop what was chosen on its axes
    parallel(complete);
  }
}

async function show(found) {
  data = found;
  headlines();
  running();
  charts();
  await leaderboard();
  await allTrials();
}

["parameter", "metric"].forEach((select) => byId(select).addEventListener("change", charts));
follow("/api" + path("sweeps", id), show);
