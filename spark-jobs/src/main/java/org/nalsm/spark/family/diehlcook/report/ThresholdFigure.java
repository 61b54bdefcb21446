package org.nalsm.spark.family.diehlcook.report;

import java.util.Arrays;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.nalsm.spark.family.diehlcook.table.TrainedNeuronRow;
import org.nalsm.spark.family.diehlcook.table.TrainingStepRow;
import org.nalsm.spark.figure.Bins;
import org.nalsm.spark.figure.ChartStyle;
import org.nalsm.spark.figure.Drawing;
import org.nalsm.spark.figure.Exhibit;
import org.nalsm.spark.figure.Numbers;
import org.nalsm.spark.figure.Palette;

/** The adaptive thresholds: of all neurons after training, and their mean while it went on. */
final class ThresholdFigure {
    private static final String HEADING = "Adaptive thresholds";
    private static final int HEIGHT = 300;
    private static final int BINS = 30;

    private ThresholdFigure() {}

    static Exhibit of(RunData data) {
        if (data.neurons().isEmpty()) {
            return Exhibit.missing(HEADING, "The trained network of this run is not on disk.");
        }
        double[] theta = data.neurons().stream()
                .mapToDouble(TrainedNeuronRow::thetaMv)
                .sorted()
                .toArray();
        Drawing drawing;
        String growth = "";
        if (data.training().isEmpty()) {
            drawing = Drawing.of(histogram(theta, ChartStyle.WIDTH));
        } else {
            int left = ChartStyle.WIDTH / 2;
            drawing = Drawing.of(histogram(theta, left)).beside(growth(data, ChartStyle.WIDTH - left));
            growth = " Right: their mean while training.";
        }
        return Exhibit.of(
                HEADING,
                drawing.svg("thresholds", "Histogram of theta over the neurons, and its mean during training"),
                "Left: neurons by their theta after training; a neuron spikes at theta - 72 mV. Every spike adds "
                        + Numbers.significant(data.settings().keys().thetaIncrementMv())
                        + " mV, so neurons that won often are harder to excite. Smallest "
                        + Numbers.decimals(theta[0], 2) + ", median " + Numbers.decimals(theta[theta.length / 2], 2)
                        + ", largest " + Numbers.decimals(theta[theta.length - 1], 2) + " mV." + growth);
    }

    private static XYChart histogram(double[] sorted, int width) {
        double low = Math.floor(sorted[0]);
        double high = Math.max(low + 1, Math.ceil(sorted[sorted.length - 1]));
        Bins bins = Bins.of(sorted, low, high, BINS);
        XYChart chart = ChartStyle.xy(width, HEIGHT, "theta (mV)", "neurons");
        chart.getStyler()
                .setXAxisMin(low)
                .setXAxisMax(high)
                .setYAxisMin(0.0)
                .setYAxisMax(Math.max(1, 1.05 * bins.largest()))
                .setXAxisDecimalPattern("0.#")
                .setYAxisDecimalPattern("#,##0");
        XYSeries series =
                ChartStyle.line(chart, "theta", bins.outlineX(), bins.outlineY(1), Palette.BLUE, ChartStyle.SOLID);
        series.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Area);
        series.setFillColor(Palette.transparent(Palette.BLUE, 60));
        return chart;
    }

    private static XYChart growth(RunData data, int width) {
        TrainingStepRow[] drawn = TrainingPoints.of(data.training());
        double[] x =
                Arrays.stream(drawn).mapToDouble(TrainingStepRow::presented).toArray();
        double[] y =
                Arrays.stream(drawn).mapToDouble(TrainingStepRow::thetaMeanMv).toArray();
        XYChart chart = ChartStyle.xy(width, HEIGHT, "training samples", "mean theta (mV)");
        chart.getStyler()
                .setXAxisMin(0.0)
                .setXAxisDecimalPattern("#,##0")
                .setYAxisDecimalPattern("0.#")
                .setXAxisTickMarkSpacingHint(80);
        ChartStyle.line(chart, "mean", x, y, Palette.BLUE, ChartStyle.SOLID);
        return chart;
    }
}
