package org.nalsm.spark.family.diehlcook.report;

import java.util.Arrays;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.nalsm.spark.family.diehlcook.table.TrainingStepRow;
import org.nalsm.spark.figure.Bins;
import org.nalsm.spark.figure.ChartStyle;
import org.nalsm.spark.figure.Drawing;
import org.nalsm.spark.figure.Exhibit;
import org.nalsm.spark.figure.Numbers;
import org.nalsm.spark.figure.Palette;

/** How many spikes a sample causes: of the test samples, and while training. */
final class SpikesFigure {
    private static final String HEADING = "Spikes a sample";
    private static final int HEIGHT = 300;
    private static final int MOST_BINS = 40;

    private SpikesFigure() {}

    static Exhibit of(RunData data) {
        if (data.testSpikes().length == 0) {
            return Exhibit.missing(HEADING, "The responses to this run's test samples are not on disk.");
        }
        Drawing drawing;
        String growth = "";
        if (data.training().size() < 2) {
            drawing = Drawing.of(histogram(data.testSpikes(), ChartStyle.WIDTH));
        } else {
            int left = ChartStyle.WIDTH / 2;
            drawing = Drawing.of(histogram(data.testSpikes(), left)).beside(training(data, ChartStyle.WIDTH - left));
            growth = " Right: the mean of consecutive training samples, with the spikes of rests and of presentations "
                    + "that were repeated.";
        }
        int minimum = data.settings().keys().minSpikes();
        long silent = Arrays.stream(data.testSpikes()).filter(s -> s < minimum).count();
        return Exhibit.of(
                HEADING,
                drawing.svg("spikes", "Histogram of spikes over the test samples, and their mean during training"),
                "Left: test samples by the spikes of all excitatory neurons while they were shown; mean "
                        + Numbers.decimals(
                                Arrays.stream(data.testSpikes()).average().orElse(0), 1)
                        + ". A sample is shown again, brighter, until it causes " + minimum + "; "
                        + Numbers.whole((double) silent) + " never did." + growth);
    }

    private static XYChart histogram(int[] spikes, int width) {
        int high = Arrays.stream(spikes).max().orElse(0) + 1;
        int each = (high + MOST_BINS - 1) / MOST_BINS;
        int bins = (high + each - 1) / each;
        Bins counts = Bins.of(Arrays.stream(spikes).asDoubleStream().toArray(), 0, (double) bins * each, bins);
        XYChart chart = ChartStyle.xy(width, HEIGHT, "spikes", "test samples");
        chart.getStyler()
                .setXAxisMin(0.0)
                .setXAxisMax((double) bins * each)
                .setYAxisMin(0.0)
                .setYAxisMax(1.05 * counts.largest())
                .setXAxisDecimalPattern("#,##0")
                .setYAxisDecimalPattern("#,##0");
        XYSeries series =
                ChartStyle.line(chart, "spikes", counts.outlineX(), counts.outlineY(1), Palette.BLUE, ChartStyle.SOLID);
        series.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Area);
        series.setFillColor(Palette.transparent(Palette.BLUE, 60));
        return chart;
    }

    private static XYChart training(RunData data, int width) {
        TrainingStepRow[] rows = TrainingPoints.of(data.training());
        double[] x = new double[rows.length - 1];
        double[] y = new double[rows.length - 1];
        for (int k = 1; k < rows.length; k++) {
            x[k - 1] = rows[k].presented();
            y[k - 1] = (double) (rows[k].spikes() - rows[k - 1].spikes())
                    / (rows[k].presented() - rows[k - 1].presented());
        }
        XYChart chart = ChartStyle.xy(width, HEIGHT, "training samples", "spikes a sample");
        chart.getStyler()
                .setXAxisMin(0.0)
                .setYAxisMin(0.0)
                .setXAxisDecimalPattern("#,##0")
                .setYAxisDecimalPattern("0")
                .setXAxisTickMarkSpacingHint(80);
        ChartStyle.line(chart, "mean", x, y, Palette.BLUE, ChartStyle.SOLID);
        return chart;
    }
}
