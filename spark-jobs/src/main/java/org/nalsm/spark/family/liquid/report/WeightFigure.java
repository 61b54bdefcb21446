package org.nalsm.spark.family.liquid.report;

import java.awt.Color;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.nalsm.engine.liquid.model.LiquidModel;
import org.nalsm.engine.liquid.network.Network;
import org.nalsm.spark.figure.Bins;
import org.nalsm.spark.figure.ChartStyle;
import org.nalsm.spark.figure.Drawing;
import org.nalsm.spark.figure.Exhibit;
import org.nalsm.spark.figure.Numbers;
import org.nalsm.spark.figure.Palette;

/** Weights before and after the liquid was initialised, by kind of synapse. */
final class WeightFigure {
    private static final String HEADING = "Weights before and after initialisation";
    private static final int HEIGHT = 300;
    private static final int BINS_PER_SIDE = 20;

    private final Network network;
    private final float[] after;
    private final float[] before;
    private final double limit;

    private WeightFigure(LiquidData data, float[] after) {
        LiquidModel model = data.settings().model();
        this.network = data.network();
        this.after = after;
        this.before = network.weights(model.initialAbsoluteWeight());
        this.limit = model.maxWeight();
    }

    static Exhibit of(LiquidData data) {
        return data.liquidWeights()
                .map(after -> new WeightFigure(data, after).exhibit())
                .orElseGet(() -> Exhibit.missing(
                        HEADING, "This run has no table liquid_weights, so the weights are not shown."));
    }

    private Exhibit exhibit() {
        int firstInhibitory = network.rowStart(network.excitatory());
        int firstInput = network.liquidSynapses();
        int third = ChartStyle.WIDTH / 3;
        Drawing drawing = Drawing.of(panel(third, "excitatory", 0, firstInhibitory, 0, limit, Palette.BLUE))
                .beside(panel(third, "inhibitory", firstInhibitory, firstInput, -limit, 0, Palette.VERMILION))
                .beside(panel(
                        ChartStyle.WIDTH - 2 * third,
                        "input",
                        firstInput,
                        after.length,
                        -limit,
                        limit,
                        Palette.ORANGE));
        return Exhibit.of(
                HEADING,
                drawing.svg(
                        "weights",
                        "Histograms of excitatory, inhibitory and input weights before and after initialisation"),
                caption(firstInhibitory, firstInput));
    }

    private String caption(int firstInhibitory, int firstInput) {
        boolean changed = !Arrays.equals(before, after);
        return "Share of the synapses in each bin of weight (width %s; weights have no unit). "
                        .formatted(Numbers.significant(limit / BINS_PER_SIDE))
                + "Dashed: before initialisation, when every weight is "
                + Numbers.significant(before.length == 0 ? 0 : Math.abs(before[0]))
                + " in absolute value; filled: the initialised liquid, with which every sample starts. Synapses are "
                + "grouped by their presynaptic neuron: " + Numbers.whole(firstInhibitory) + " excitatory, "
                + Numbers.whole(firstInput - (double) firstInhibitory) + " inhibitory, "
                + Numbers.whole(after.length - (double) firstInput) + " from the input. "
                + (changed
                        ? "The mean absolute weight went from %s to %s."
                                .formatted(
                                        Numbers.significant(meanAbsolute(before)),
                                        Numbers.significant(meanAbsolute(after)))
                        : "This model does not change its weights, so both are the same.");
    }

    private XYChart panel(int width, String kind, int from, int to, double low, double high, Color colour) {
        XYChart chart = ChartStyle.xy(width, HEIGHT, "weight (a.u.)", "synapses (%)");
        ChartStyle.heading(chart, kind);
        chart.getStyler()
                .setXAxisMin(low)
                .setXAxisMax(high)
                .setYAxisMin(0.0)
                .setYAxisMax(100.0)
                .setXAxisDecimalPattern("0.##")
                .setYAxisDecimalPattern("0")
                .setXAxisTickMarkSpacingHint(44);
        ChartStyle.legendBelow(chart.getStyler());
        if (to > from) {
            int bins = (int) Math.round(BINS_PER_SIDE * (high - low) / limit);
            double scale = 100.0 / (to - from);
            Bins now = Bins.of(values(after, from, to), low, high, bins);
            Bins then = Bins.of(values(before, from, to), low, high, bins);
            XYSeries filled =
                    ChartStyle.line(chart, "after", now.outlineX(), now.outlineY(scale), colour, ChartStyle.SOLID);
            filled.setXYSeriesRenderStyle(XYSeriesRenderStyle.Area);
            filled.setFillColor(Palette.transparent(colour, 70));
            ChartStyle.line(chart, "before", then.outlineX(), then.outlineY(scale), Palette.INK, ChartStyle.DASHED);
        }
        return chart;
    }

    private static double[] values(float[] weights, int from, int to) {
        return IntStream.range(from, to).mapToDouble(s -> weights[s]).toArray();
    }

    private static double meanAbsolute(float[] weights) {
        return IntStream.range(0, weights.length)
                .mapToDouble(s -> Math.abs(weights[s]))
                .average()
                .orElse(Double.NaN);
    }
}
