package org.nalsm.spark.figure;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.internal.chartpart.AxesChart;

/** What a browser says of the points of a chart under the pointer: unseen circles with titles, in the chart's SVG. */
final class HoverValues {
    /** More points than these lie too close to be pointed at, and their titles would be most of the file. */
    private static final int MOST_POINTS = 120;

    private static final int RADIUS = 6;

    private HoverValues() {}

    /**
     * Elements of SVG for a chart that has been painted; empty for other charts than those of numbers.
     *
     * @param left of the chart on its sheet, CSS pixels
     * @param top likewise
     * @param places the values beside which points lie; empty where they lie at their own
     */
    static String of(AxesChart<?, ?> chart, int left, int top, double[] places) {
        if (!(chart instanceof XYChart numbers)) {
            return "";
        }
        StringBuilder svg = new StringBuilder();
        for (XYSeries series : numbers.getSeriesCollection()) {
            double[] x = series.getXData();
            double[] y = series.getYData();
            if (x.length <= MOST_POINTS && series.isShowInLegend()) {
                IntStream.range(0, x.length)
                        .filter(k -> Double.isFinite(x[k]) && Double.isFinite(y[k]))
                        .forEach(k -> svg.append(circle(numbers, series.getName(), x[k], y[k], left, top, places)));
            }
        }
        return svg.toString();
    }

    private static String circle(XYChart chart, String name, double x, double y, int left, int top, double[] places) {
        double cx = chart.getScreenXFromChart(x);
        double cy = chart.getScreenYFromChart(y);
        // What lies beyond the ends of an axis is not drawn.
        if (!(cx >= 0 && cx <= chart.getWidth() && cy >= 0 && cy <= chart.getHeight())) {
            return "";
        }
        double at = Arrays.stream(places)
                .boxed()
                .min(Comparator.comparingDouble(place -> Math.abs(chart.getScreenXFromChart(place) - cx)))
                .orElse(x);
        String title = "%s%n%s %s%n%s %s"
                .formatted(
                        name,
                        chart.getXAxisTitle(),
                        Numbers.significant(at),
                        chart.getYAxisTitle(),
                        Numbers.significant(y));
        return String.format(
                Locale.ROOT,
                "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%d\" fill=\"none\" pointer-events=\"all\"><title>%s</title></circle>%n",
                left + cx,
                top + cy,
                RADIUS,
                Html.escape(title));
    }
}
