package org.nalsm.spark.family.diehlcook.report;

import java.awt.Color;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.nalsm.spark.family.diehlcook.table.NeuronLabelRow;
import org.nalsm.spark.family.diehlcook.table.SampleSpikesRow;
import org.nalsm.spark.figure.ChartStyle;
import org.nalsm.spark.figure.Drawing;
import org.nalsm.spark.figure.Exhibit;
import org.nalsm.spark.figure.Numbers;
import org.nalsm.spark.figure.Palette;

/** Every excitatory spike of one sample, and whether its neuron stands for the sample's class. */
final class SampleRaster {
    private static final String HEADING = "Spikes of one sample";
    private static final int HEIGHT = 380;

    private SampleRaster() {}

    static Exhibit of(RunData data) {
        if (data.recorded().isEmpty()) {
            return Exhibit.missing(
                    HEADING,
                    "No test sample of this run was recorded (diehl-cook.test.recorded-samples), so there is no spike "
                            + "raster.");
        }
        SampleSpikesRow spikes = data.recorded().get(0);
        int[] labels = data.labels().stream().mapToInt(NeuronLabelRow::label).toArray();
        int[] right = IntStream.range(0, spikes.neuron().length)
                .filter(k -> spikes.neuron()[k] < labels.length && labels[spikes.neuron()[k]] == spikes.label())
                .toArray();
        int[] wrong = IntStream.range(0, spikes.neuron().length)
                .filter(k -> spikes.neuron()[k] >= labels.length || labels[spikes.neuron()[k]] != spikes.label())
                .toArray();
        XYChart chart = ChartStyle.xy(ChartStyle.WIDTH, HEIGHT, "time (ms)", "neuron");
        chart.getStyler()
                .setXAxisMin(0.0)
                .setXAxisMax(data.settings().keys().presentationMs())
                .setYAxisMin(0.0)
                .setYAxisMax((double) data.settings().keys().neurons())
                .setXAxisDecimalPattern("0")
                .setYAxisDecimalPattern("#,##0");
        ChartStyle.legendBelow(chart.getStyler());
        series(chart, "neurons of class " + spikes.label(), spikes, right, Palette.BLUE);
        series(chart, "other neurons", spikes, wrong, Palette.VERMILION);
        return Exhibit.of(
                HEADING,
                Drawing.of(chart).svg("raster", "Raster of the spikes of test sample " + spikes.sampleId()),
                "Each dot is a spike of an excitatory neuron while test sample %d (class %d) is shown: %s in all, %s of neurons that stand for its class (blue). A spike inhibits all other neurons, so few spike at a time."
                        .formatted(
                                spikes.sampleId(),
                                spikes.label(),
                                Numbers.whole(spikes.neuron().length),
                                Numbers.whole(right.length)));
    }

    private static void series(XYChart chart, String name, SampleSpikesRow spikes, int[] chosen, Color colour) {
        if (chosen.length > 0) {
            ChartStyle.points(
                    chart,
                    name,
                    IntStream.of(chosen).mapToDouble(k -> spikes.tMs()[k]).toArray(),
                    IntStream.of(chosen)
                            .mapToDouble(k -> spikes.neuron()[k] + 0.5)
                            .toArray(),
                    colour);
        }
    }
}
