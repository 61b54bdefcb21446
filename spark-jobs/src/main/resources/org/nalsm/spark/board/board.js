// What the pages have in common: fetching, following, and writing numbers as the command line writes them.

/** An element with text or elements in it. Text never becomes HTML. */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined && value !== false) {
      made.setAttribute(name, value === true ? "" : value);
    }
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

export const byId = (id) => document.getElementById(id);

export const UNKNOWN = "–";

const grouped = (value, decimals) =>
  value.toLocaleString("en-US", { minimumFractionDigits: decimals, maximumFractionDigits: decimals });

const known = (value) => typeof value === "number" && Number.isFinite(value);

export const scale = (metric) => (metric.unit === "share" ? 100 : 1);

/** A value of a metric without its unit. */
export const number = (metric, value) =>
  known(value) ? grouped(scale(metric) * value, metric.decimals) : UNKNOWN;

const SUFFIX = { share: " %", number: "", seconds: " s", samples_per_second: " samples/s" };

/** A value of a metric with its unit. */
export const quantity = (metric, value) => (known(value) ? number(metric, value) + SUFFIX[metric.unit] : UNKNOWN);

/** Whether the page is as narrow as a phone's. */
export const narrow = () => matchMedia("(max-width: 640px)").matches;

const SHORT = { valid_accuracy: "validation", test_accuracy: "test", train_accuracy: "train" };

/** The head of a column of values without unit. */
export function head(metric) {
  const name = narrow() && metric.name === "valid_accuracy" ? "valid" : (SHORT[metric.name] ?? metric.title);
  return metric.unit === "number" ? name : `${name} (${SUFFIX[metric.unit].trim()})`;
}

/** The name within a sentence or a list. */
export const label = (metric) => (metric.name in SHORT ? `${SHORT[metric.name]} accuracy` : metric.title);

const two = (value) => String(value).padStart(2, "0");

export function duration(seconds) {
  if (!known(seconds)) {
    return UNKNOWN;
  }
  const whole = Math.round(seconds);
  if (seconds < 60) {
    return `${seconds.toFixed(1)} s`;
  }
  return whole < 3600
    ? `${Math.floor(whole / 60)} min ${two(whole % 60)} s`
    : `${Math.floor(whole / 3600)} h ${two(Math.floor(whole / 60) % 60)} min`;
}

/** To the minute, in UTC as everywhere in the results. */
export const time = (iso) => (iso ? iso.slice(0, 16).replace("T", " ") : UNKNOWN);

export const count = (value) => value.toLocaleString("en-US");

export const plural = (value, one, many = one + "s") => `${count(value)} ${value === 1 ? one : many}`;

const LOST = "its driver has been silent for a minute; the same command goes on";

export const status = (word) =>
  element("span", { class: "status", "data-status": word, title: word === "lost" ? LOST : null }, word);

/** Path of a run or sweep, whatever its name. */
export const path = (kind, id) => `/${kind}/${encodeURIComponent(id)}`;

export const link = (kind, id) => element("a", { href: path(kind, id) }, id);

/** A bar with phase, rate, time left and what else is known. */
export function progress(far) {
  const percent = Math.floor(100 * far.share);
  const facts = [`${count(far.done)} of ${count(far.total)} ${far.unit}`];
  if (far.rate > 0) {
    facts.push(`${far.rate < 10 ? far.rate.toFixed(1) : count(Math.round(far.rate))}/s`);
  }
  if (known(far.seconds_left)) {
    facts.push(`${duration(far.seconds_left)} left`);
  }
  return element(
    "div",
    { class: "progress" },
    element("div", { class: "phase" }, element("strong", {}, far.phase), element("span", {}, `${percent} %`)),
    element("progress", { max: 1, value: far.share, "aria-label": far.phase }),
    element("div", { class: "facts" }, facts.join(" · ")),
    far.remark ? element("div", { class: "remark" }, far.remark) : null,
  );
}

const FAST_MS = 2000;
const SLOW_MS = 15000;

/**
 * Asks again and again and hands on what has changed; less often in a tab that nobody sees.
 *
 * @param show gets the answer
 */
export function follow(address, show) {
  const live = byId("live");
  let last = null;
  let waiting = null;
  const ask = async () => {
    clearTimeout(waiting);
    try {
      const answer = await fetch(address, { cache: "no-cache" });
      const text = await answer.text();
      if (!answer.ok) {
        throw new Error(JSON.parse(text).error);
      }
      live.textContent = "live";
      live.dataset.state = "live";
      live.title = "";
      if (text !== last) {
        last = text;
        show(JSON.parse(text));
      }
    } catch (problem) {
      live.textContent = "no answer";
      live.dataset.state = "lost";
      live.title = String(problem.message);
    }
    waiting = setTimeout(ask, document.hidden ? SLOW_MS : FAST_MS);
  };
  document.addEventListener("visibilitychange", () => document.hidden || ask());
  ask();
}

/** Replaces what an element holds unless that would change nothing, so that menus stay open and text selected. */
export function replace(target, ...children) {
  const fresh = element("div", {}, ...children);
  if (fresh.innerHTML !== target.innerHTML) {
    target.replaceChildren(...fresh.childNodes);
  }
}

/** Options of a choice, the one that was chosen still chosen. */
export function options(select, entries) {
  const chosen = select.value;
  const wanted = JSON.stringify(entries);
  if (select.dataset.entries === wanted) {
    return;
  }
  select.dataset.entries = wanted;
  select.replaceChildren(...entries.map(([value, text]) => element("option", { value }, text)));
  if (entries.some(([value]) => value === chosen)) {
    select.value = chosen;
  }
}

/** Sorts what is not known to the end, whatever the direction. */
export function sorter(a, b, aRow, bRow, column, direction) {
  const missing = (value) => value === null || value === undefined || value === "" || Number.isNaN(value);
  if (missing(a) || missing(b)) {
    const order = missing(a) === missing(b) ? 0 : missing(a) ? 1 : -1;
    return direction === "asc" ? order : -order;
  }
  return typeof a === "number" && typeof b === "number"
    ? a - b
    : String(a).localeCompare(String(b), "en", { numeric: true });
}

/** A column for Tabulator whose title and cells are text or elements, never HTML. */
export function column(title, field, more = {}) {
  return {
    title,
    field,
    sorter,
    titleFormatter: () => element("span", {}, title),
    formatter: (cell) => document.createTextNode(cell.getValue() ?? UNKNOWN),
    headerSortTristate: false,
    ...more,
  };
}

/**
 * A value of a metric without its unit and, where it is an accuracy, the 95 % interval behind it.
 *
 * @param text of the value, such as a mean with its deviation
 */
export function sure(metric, value, intervals, text = number(metric, value)) {
  const ends = intervals?.[metric.name];
  return ends && known(value)
    ? element("span", {}, text, element("span", { class: "interval", title: "95 % interval" },
      ` [${number(metric, ends[0])}, ${number(metric, ends[1])}]`))
    : element("span", {}, text);
}

/** A column of a metric's values. */
export const metricColumn = (metric, field, more = {}) =>
  column(head(metric), field, {
    hozAlign: "right",
    headerHozAlign: "right",
    headerSortStartingDir: "desc",
    formatter: (cell) => sure(metric, cell.getValue(), cell.getData().intervals_95),
    ...more,
  });

export const durationColumn = (title, field) =>
  column(title, field, {
    hozAlign: "right",
    headerHozAlign: "right",
    formatter: (cell) => document.createTextNode(duration(cell.getValue())),
  });

/** A value of a setting: a number where it is one, so that it sorts as such. */
export const value = (text) => (text !== "" && Number.isFinite(Number(text)) ? Number(text) : text);

/** A table that fills its place. */
export function table(place, settings) {
  return new Promise((resolve) => {
    const made = new Tabulator(place, {
      layout: "fitDataFill",
      nestedFieldSeparator: false, // keys have dots in them
      columnHeaderSortMulti: true,
      placeholder: element("span", {}, "Nothing fits."),
      ...settings,
    });
    made.on("tableBuilt", () => resolve(made));
  });
}
