package org.nalsm.spark.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.knowm.xchart.HeatMapChart;
import org.knowm.xchart.HeatMapChartBuilder;
import org.nalsm.engine.analysis.Statistic;
import org.nalsm.spark.figure.ChartStyle;
import org.nalsm.spark.figure.Drawing;
import org.nalsm.spark.figure.Exhibit;
import org.nalsm.spark.figure.HeatMaps;
import org.nalsm.spark.figure.Palette;
import org.nalsm.spark.run.Metric;
import org.nalsm.spark.table.TrialRow;

/** Validation accuracy and whatever else trials know over two parameters of a sweep, a map each. */
final class HeatMapFigure {
    private static final int WIDTH = 620;
    private static final int AROUND = 90;
    private static final int ROW = 44;
    private static final int NARROWEST_WITH_VALUE = 52;

    private final ParameterAxis x;
    private final ParameterAxis y;
    private final List<TrialRow> trials;
    private final List<Metric> metrics;

    private HeatMapFigure(ParameterAxis x, ParameterAxis y, List<TrialRow> trials, List<Metric> metrics) {
        this.x = x;
        this.y = y;
        this.trials = trials;
        this.metrics = metrics;
    }

    /**
     * @param complete the complete trials, at least one
     * @param others metrics beside the accuracies that at least one of them has
     */
    static Exhibit of(ParameterAxis x, ParameterAxis y, List<TrialRow> complete, List<Metric> others) {
        List<Metric> metrics =
                Stream.concat(Stream.of(Metric.VALID_ACCURACY), others.stream()).toList();
        return new HeatMapFigure(x, y, complete, metrics).exhibit();
    }

    private Exhibit exhibit() {
        Drawing drawing = Drawing.of(chart(metrics.get(0)));
        metrics.stream().skip(1).forEach(metric -> drawing.below(chart(metric)));
        return Exhibit.of(
                x.key() + " and " + y.key(),
                drawing.svg("heat-map", "Heat map over " + x.key() + " and " + y.key()),
                caption());
    }

    private String caption() {
        List<String> names = metrics.stream().map(MetricText::name).toList();
        String shown = switch (names.size()) {
            case 1 -> "Mean " + names.get(0);
            case 2 -> "Mean " + names.get(0) + " (above) and mean " + names.get(1) + " (below)";
            default -> "From top to bottom, mean " + MetricText.enumeration(names);
        };
        return shown + " of the complete trials for each pair of " + x.key() + " and " + y.key()
                + ". Dark is the lowest and light the highest value; an empty field has no complete trial"
                + notKnown() + ".";
    }

    /** A trial may be complete and lack a value. */
    private String notKnown() {
        List<String> lacking = metrics.stream()
                .filter(metric -> trials.stream().anyMatch(trial -> Double.isNaN(trial.metric(metric.name()))))
                .map(MetricText::name)
                .toList();
        return lacking.isEmpty() ? "" : ", or none whose " + MetricText.enumeration(lacking) + " is known";
    }

    private HeatMapChart chart(Metric metric) {
        String title = MetricText.withUnit(MetricText.name(metric), metric);
        HeatMapChart chart = new HeatMapChartBuilder()
                .width(WIDTH)
                .height(AROUND + ROW * y.values().size())
                .title(title)
                .xAxisTitle(x.key())
                .yAxisTitle(y.key())
                .build();
        HeatMaps.style(chart, Palette.levels());
        ChartStyle.heading(chart, title);
        chart.getStyler().setHeatMapValueDecimalPattern(pattern(metric.decimals()));
        chart.getStyler().setShowValue((WIDTH - 2 * AROUND) / x.values().size() >= NARROWEST_WITH_VALUE);
        List<Number[]> cells = new ArrayList<>();
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (int column = 0; column < x.values().size(); column++) {
            for (int row = 0; row < y.values().size(); row++) {
                double mean = MetricText.scale(metric) * mean(metric, column, row);
                if (!Double.isNaN(mean)) {
                    cells.add(new Number[] {column, row, mean});
                    low = Math.min(low, mean);
                    high = Math.max(high, mean);
                }
            }
        }
        // Equal values need a range as well, or they would have no colour.
        chart.addSeries(title, labels(x), labels(y), cells).setMin(low).setMax(high > low ? high : low + 1e-9);
        return chart;
    }

    private double mean(Metric metric, int column, int row) {
        return Statistic.of(trials.stream()
                        .filter(trial -> x.valueOf(trial).equals(x.values().get(column))
                                && y.valueOf(trial).equals(y.values().get(row)))
                        .mapToDouble(trial -> trial.metric(metric.name()))
                        .toArray())
                .mean();
    }

    private static String pattern(int decimals) {
        return decimals == 0 ? "#,##0" : "#,##0." + "0".repeat(decimals);
    }

    private static List<String> labels(ParameterAxis axis) {
        return axis.values().stream().map(ParameterAxis::label).toList();
    }
}
