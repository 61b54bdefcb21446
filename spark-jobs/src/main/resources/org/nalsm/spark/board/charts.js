// The look of charts: that of the figures in reports, on light and on dark ground.

/** Okabe and Ito (2008): colours that people with any common form of colour blindness tell apart. */
export const palette = ["#0072b2", "#d55e00", "#009e73", "#e69f00", "#cc79a7", "#56b4e9"];

const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

function theme() {
  const ink = css("--ink");
  const quiet = css("--quiet");
  const line = css("--line");
  return {
    ink,
    quiet,
    line,
    accent: css("--accent"),
    ground: css("--ground"),
    low: css("--low"),
    high: css("--high"),
    axis: {
      axisLine: { lineStyle: { color: quiet } },
      axisTick: { lineStyle: { color: quiet } },
      axisLabel: { color: ink, hideOverlap: true },
      nameTextStyle: { color: ink },
      splitLine: { lineStyle: { color: line } },
    },
  };
}

/** A tooltip of lines, the first of them heavier. It is drawn, so no text in it can be HTML. */
export const tooltip = (look, lines) => ({
  trigger: "item",
  renderMode: "richText",
  confine: true,
  backgroundColor: look.ground,
  borderColor: look.line,
  textStyle: { color: look.ink, fontSize: 13 },
  formatter: (item) => lines(item).join("\n"),
});

export const percentAxis = (look) => ({
  type: "value",
  scale: true,
  name: "%",
  ...look.axis,
});

/**
 * Draws a chart, and draws it again when the theme or the room changes.
 *
 * @param options makes ECharts' options of a look
 */
export function chart(place, options) {
  let drawn = echarts.getInstanceByDom(place);
  if (!drawn) {
    drawn = echarts.init(place, null, { renderer: "canvas" });
    new ResizeObserver(() => drawn.resize()).observe(place);
    document.addEventListener("themechange", () => drawn.setOption(place.options(theme()), { notMerge: true }));
  }
  place.options = (look) => ({
    animation: false,
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
    ...options(look),
  });
  drawn.setOption(place.options(theme()), { notMerge: true });
  return drawn;
}
