package org.nalsm.spark.family.csdp.report;

import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.XYChart;
import org.nalsm.spark.family.csdp.table.CsdpTrainingRow;
import org.nalsm.spark.figure.ChartStyle;

/** Charts over the minibatches, with epochs along the axis. */
final class Curve {
    private static final int MOST_POINTS = 400;

    private final List<CsdpTrainingRow> minibatches;
    private final int perEpoch;
    /** Minibatches that a point of a line is the mean of. */
    private final int together;

    Curve(RunData data) {
        this.minibatches = data.minibatches();
        this.perEpoch = data.settings().minibatches();
        this.together = 1 + (minibatches.size() - 1) / MOST_POINTS;
    }

    XYChart chart(int height, int left, String xTitle, String yTitle) {
        XYChart chart = ChartStyle.xy(ChartStyle.WIDTH, height, xTitle, yTitle);
        chart.getStyler()
                .setXAxisMin(0.0)
                .setXAxisMax((double) minibatches.size() / perEpoch)
                .setXAxisTitleVisible(!xTitle.isEmpty())
                .setXAxisDecimalPattern("0.##");
        chart.getStyler().setYAxisLeftWidthHint(left);
        return chart;
    }

    /** Means of consecutive minibatches. */
    void line(XYChart chart, String name, ToDoubleFunction<CsdpTrainingRow> value, Color colour) {
        List<Double> x = new ArrayList<>();
        List<Double> y = new ArrayList<>();
        for (int from = 0; from < minibatches.size(); from += together) {
            List<CsdpTrainingRow> drawn = minibatches.subList(from, Math.min(minibatches.size(), from + together));
            x.add((from + drawn.size() / 2.0) / perEpoch);
            y.add(drawn.stream().mapToDouble(value).average().orElseThrow());
        }
        ChartStyle.line(
                chart,
                name,
                x.stream().mapToDouble(Double::doubleValue).toArray(),
                y.stream().mapToDouble(Double::doubleValue).toArray(),
                colour,
                ChartStyle.SOLID);
    }
}
