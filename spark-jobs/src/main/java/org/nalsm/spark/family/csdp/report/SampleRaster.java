package org.nalsm.spark.family.csdp.report;

import java.awt.Color;
import java.util.Arrays;
import org.knowm.xchart.XYChart;
import org.nalsm.spark.family.csdp.CsdpSettings;
import org.nalsm.spark.family.csdp.table.CsdpRecordingRow;
import org.nalsm.spark.figure.ChartStyle;
import org.nalsm.spark.figure.Drawing;
import org.nalsm.spark.figure.Exhibit;
import org.nalsm.spark.figure.Numbers;
import org.nalsm.spark.figure.Palette;

/** Every spike of one test sample, layer by layer. */
final class SampleRaster {
    static final String NOT_RECORDED =
            "No test sample of this run was recorded (csdp.test.recorded-samples), so none is shown.";

    private static final String HEADING = "Spikes of one sample";
    private static final int LEFT = 72;
    private static final int TALL = 190;
    private static final int LOW = 120;
    private static final int TIME_AXIS = 30;

    private SampleRaster() {}

    static Exhibit of(RunData data) {
        if (data.recordings().isEmpty()) {
            return Exhibit.missing(HEADING, NOT_RECORDED);
        }
        CsdpRecordingRow row = data.recordings().get(0);
        CsdpSettings settings = data.settings();
        int steps = settings.config().dynamics().steps();
        Drawing drawing = Drawing.of(raster(
                        TALL, steps, "pixel", CsdpSettings.INPUTS, row.inputStep(), row.inputNeuron(), Palette.INK))
                .below(raster(
                        TALL,
                        steps,
                        "neuron, layer 1",
                        settings.config().hidden1(),
                        row.hidden1Step(),
                        row.hidden1Neuron(),
                        Palette.BLUE))
                .below(raster(
                        TALL,
                        steps,
                        "neuron, layer 2",
                        settings.config().hidden2(),
                        row.hidden2Step(),
                        row.hidden2Neuron(),
                        Palette.GREEN));
        XYChart classes = raster(
                LOW + TIME_AXIS,
                steps,
                "class",
                CsdpSettings.CLASSES,
                row.classifierStep(),
                row.classifierNeuron(),
                Palette.VERMILION);
        classes.getStyler().setXAxisTitleVisible(true).setYAxisMin(-1.0).setYAxisMax((double) CsdpSettings.CLASSES);
        drawing.below(classes);
        return Exhibit.of(
                HEADING,
                drawing.png("raster", "Raster of the spikes of test sample " + row.sampleId()),
                "Test sample " + row.sampleId() + ", class " + row.label()
                        + ", shown without context; from top to bottom: "
                        + Numbers.whole(row.inputNeuron().length) + " spikes of the input, "
                        + Numbers.whole(row.hidden1Neuron().length) + " of the first hidden layer, "
                        + Numbers.whole(row.hidden2Neuron().length) + " of the second, "
                        + Numbers.whole(row.classifierNeuron().length)
                        + " of the classifier, which takes it for a " + row.predicted() + ".");
    }

    private static XYChart raster(
            int height, int steps, String title, int neurons, int[] at, int[] neuron, Color colour) {
        XYChart chart = ChartStyle.xy(ChartStyle.WIDTH, height, "step", title);
        chart.getStyler()
                .setXAxisMin(0.0)
                .setXAxisMax((double) steps + 1)
                .setYAxisMin(0.0)
                .setYAxisMax((double) neurons)
                .setXAxisTitleVisible(false)
                .setXAxisDecimalPattern("0")
                .setYAxisDecimalPattern("#,##0")
                .setPlotGridLinesVisible(false)
                .setYAxisTickMarkSpacingHint(30);
        chart.getStyler().setYAxisLeftWidthHint(LEFT);
        chart.getStyler().setMarkerSize(3);
        if (at.length > 0) {
            ChartStyle.points(
                    chart,
                    "spikes",
                    // The library puts ticks on evenly spaced values; these are not quite.
                    nudged(Arrays.stream(at).asDoubleStream().toArray()),
                    Arrays.stream(neuron).asDoubleStream().toArray(),
                    colour);
        }
        return chart;
    }

    private static double[] nudged(double[] x) {
        x[0] += 0.01;
        return x;
    }
}
