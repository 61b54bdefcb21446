package org.nalsm.spark.family.liquid.report;

import java.awt.Color;
import java.util.Arrays;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.nalsm.engine.dataset.Split;
import org.nalsm.spark.figure.Bins;
import org.nalsm.spark.figure.ChartStyle;
import org.nalsm.spark.figure.Drawing;
import org.nalsm.spark.figure.Exhibit;
import org.nalsm.spark.figure.Numbers;
import org.nalsm.spark.figure.Palette;

/** How fast the neurons fire on average. */
final class RateFigure {
    private static final String HEADING = "Firing rates";
    private static final int HEIGHT = 320;
    private static final int BINS = 40;

    private RateFigure() {}

    static Exhibit of(LiquidData data) {
        if (data.meanCounts().length == 0) {
            return Exhibit.missing(
                    HEADING,
                    "The spike counts of this run's test samples are not on disk, so the "
                            + "firing rates are not shown.");
        }
        double[] rates = Arrays.stream(data.meanCounts())
                .map(count -> count / (data.durationMs() / 1000.0))
                .toArray();
        int excitatory = data.network().excitatory();
        double high = axisEnd(Arrays.stream(rates).max().orElse(0));
        XYChart chart = ChartStyle.xy(ChartStyle.WIDTH, HEIGHT, "mean firing rate (spikes/s)", "neurons");
        chart.getStyler()
                .setXAxisMin(0.0)
                .setXAxisMax(high)
                .setYAxisMin(0.0)
                .setYAxisDecimalPattern("#,##0")
                .setXAxisDecimalPattern("0.##");
        ChartStyle.legendBelow(chart.getStyler());
        Bins excitatoryBins = Bins.of(Arrays.copyOf(rates, excitatory), 0, high, BINS);
        Bins inhibitoryBins = Bins.of(Arrays.copyOfRange(rates, excitatory, rates.length), 0, high, BINS);
        chart.getStyler().setYAxisMax(Math.max(1, 1.05 * Math.max(excitatoryBins.largest(), inhibitoryBins.largest())));
        outline(chart, "excitatory", excitatoryBins, Palette.BLUE);
        outline(chart, "inhibitory", inhibitoryBins, Palette.VERMILION);
        return Exhibit.of(
                HEADING,
                Drawing.of(chart).svg("firing-rates", "Histogram of mean firing rates over the neurons"),
                caption(data, rates, high / BINS));
    }

    private static String caption(LiquidData data, double[] rates, double binWidth) {
        double[] sorted = rates.clone();
        Arrays.sort(sorted);
        long silent = Arrays.stream(rates).filter(rate -> rate == 0).count();
        return "Number of liquid neurons by their firing rate, averaged over the "
                + Numbers.whole(data.samples(Split.TEST)) + " test samples (bins of "
                + Numbers.significant(binWidth) + " spikes/s). Mean "
                + Numbers.significant(Arrays.stream(rates).average().orElse(Double.NaN)) + ", median "
                + Numbers.significant(median(sorted)) + ", largest " + Numbers.significant(sorted[sorted.length - 1])
                + " spikes/s; " + Numbers.whole((double) silent) + " of " + Numbers.whole(rates.length)
                + " neurons never fire.";
    }

    private static double median(double[] sorted) {
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static void outline(XYChart chart, String name, Bins bins, Color colour) {
        XYSeries series = ChartStyle.line(chart, name, bins.outlineX(), bins.outlineY(1), colour, ChartStyle.SOLID);
        series.setXYSeriesRenderStyle(XYSeriesRenderStyle.Area);
        series.setFillColor(Palette.transparent(colour, 60));
    }

    /** The next of a few multiples of a power of ten that make bins with short names. */
    private static double axisEnd(double largest) {
        if (largest <= 0) {
            return 1;
        }
        double decade = Math.pow(10, Math.floor(Math.log10(largest)));
        for (double multiple : new double[] {1, 1.2, 1.6, 2, 2.4, 3, 4, 5, 6, 8}) {
            if (largest <= multiple * decade) {
                return multiple * decade;
            }
        }
        return 10 * decade;
    }
}
