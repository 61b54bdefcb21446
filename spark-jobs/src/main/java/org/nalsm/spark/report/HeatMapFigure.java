package org.nalsm.spark.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.HeatMapChart;
import org.knowm.xchart.HeatMapChartBuilder;
import org.nalsm.spark.sweep.Statistic;
import org.nalsm.spark.table.TrialRow;

/** Validation accuracy and branching factor over two parameters of a sweep. */
final class HeatMapFigure {
    private static final int WIDTH = 620;
    private static final int AROUND = 90;
    private static final int ROW = 44;
    private static final int NARROWEST_WITH_VALUE = 52;

    private HeatMapFigure() {}

    /** @param complete the complete trials, at least one */
    static Exhibit of(ParameterAxis x, ParameterAxis y, List<TrialRow> complete) {
        boolean branching = complete.stream().anyMatch(trial -> !Double.isNaN(trial.branchingFactor()));
        Drawing drawing =
                Drawing.of(chart("validation accuracy (%)", "0.00", 100, TrialRow::validAccuracy, x, y, complete));
        if (branching) {
            drawing.below(chart("branching factor (ratio)", "0.000", 1, TrialRow::branchingFactor, x, y, complete));
        }
        return Exhibit.of(
                x.key() + " and " + y.key(),
                drawing.svg("heat-map", "Heat map over " + x.key() + " and " + y.key()),
                "Mean validation accuracy" + (branching ? " (above) and mean branching factor (below)" : "")
                        + " of the complete trials for each pair of " + x.key() + " and " + y.key()
                        + ". Dark is the lowest and light the highest value; an empty field has no complete trial.");
    }

    private static HeatMapChart chart(
            String title,
            String pattern,
            double scale,
            ToDoubleFunction<TrialRow> value,
            ParameterAxis x,
            ParameterAxis y,
            List<TrialRow> complete) {
        HeatMapChart chart = new HeatMapChartBuilder()
                .width(WIDTH)
                .height(AROUND + ROW * y.values().size())
                .title(title)
                .xAxisTitle(x.key())
                .yAxisTitle(y.key())
                .build();
        HeatMaps.style(chart, Palette.levels());
        ChartStyle.heading(chart, title);
        chart.getStyler().setHeatMapValueDecimalPattern(pattern);
        chart.getStyler().setShowValue((WIDTH - 2 * AROUND) / x.values().size() >= NARROWEST_WITH_VALUE);
        List<Number[]> cells = new ArrayList<>();
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (int column = 0; column < x.values().size(); column++) {
            for (int row = 0; row < y.values().size(); row++) {
                double mean = scale * mean(value, x, column, y, row, complete);
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

    private static double mean(
            ToDoubleFunction<TrialRow> value,
            ParameterAxis x,
            int column,
            ParameterAxis y,
            int row,
            List<TrialRow> complete) {
        return Statistic.of(complete.stream()
                        .filter(trial -> x.valueOf(trial).equals(x.values().get(column))
                                && y.valueOf(trial).equals(y.values().get(row)))
                        .mapToDouble(value)
                        .toArray())
                .mean();
    }

    private static List<String> labels(ParameterAxis axis) {
        return axis.values().stream().map(ParameterAxis::label).toList();
    }
}
