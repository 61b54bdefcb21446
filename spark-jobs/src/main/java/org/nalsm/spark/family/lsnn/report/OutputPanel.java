package org.nalsm.spark.family.lsnn.report;

import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.nalsm.spark.family.lsnn.LsnnModel;
import org.nalsm.spark.family.lsnn.table.LsnnRecordingRow;
import org.nalsm.spark.figure.ChartStyle;
import org.nalsm.spark.figure.Palette;

/** The softmax of a recorded sample's outputs over time. */
final class OutputPanel {
    /** Shades of the image. */
    private static final int SHADES = 12;
    /** Of the width of a figure, what is not plot. */
    private static final double MARGIN = 90;

    private final LsnnModel model;
    private final LsnnRecordingRow row;
    private final int classes;

    OutputPanel(LsnnModel model, LsnnRecordingRow row) {
        this.model = model;
        this.row = row;
        this.classes = model.outputs();
    }

    /** An image: a row a class, a column a step, shaded by the softmax. */
    XYChart chart(int height, int left) {
        XYChart chart = panel(height, left, "output class");
        chart.getStyler().setYAxisMax((double) classes).setXAxisTitleVisible(true);
        Cell cell = new Cell((ChartStyle.WIDTH - MARGIN) / model.steps() + 1, (height - MARGIN) / classes);
        Color[] ramp = Palette.amounts();
        for (int shade = 1; shade < SHADES; shade++) {
            List<Double> x = new ArrayList<>();
            List<Double> y = new ArrayList<>();
            for (int t = 1; t <= model.steps(); t++) {
                double[] softmax = softmax((t - 1) * classes);
                for (int o = 0; o < classes; o++) {
                    if ((int) Math.round(softmax[o] * (SHADES - 1)) == shade) {
                        // The library puts ticks on evenly spaced values; these are not quite.
                        x.add(t + (x.isEmpty() ? 0.01 : 0));
                        y.add(o + 0.5);
                    }
                }
            }
            if (!x.isEmpty()) {
                ChartStyle.points(
                                chart,
                                "shade " + shade,
                                x.stream().mapToDouble(Double::doubleValue).toArray(),
                                y.stream().mapToDouble(Double::doubleValue).toArray(),
                                ramp[shade * (ramp.length - 1) / (SHADES - 1)])
                        .setMarker(cell);
            }
        }
        return chart;
    }

    /** Store-recall: the probability of value 1, in each step and of each symbol, and what is asked for. */
    XYChart recalls(int height, int left) {
        XYChart chart = panel(height, left, "P(value 1)");
        chart.getStyler().setYAxisMax(1.0).setYAxisMin(0.0);
        ChartStyle.legendBelow(chart.getStyler());
        double[] t = IntStream.rangeClosed(1, model.steps())
                .mapToDouble(step -> step)
                .toArray();
        double[] p = IntStream.range(0, model.steps())
                .mapToDouble(step -> softmax(step * classes)[1])
                .toArray();
        ChartStyle.line(chart, "each millisecond", t, p, Palette.SKY, ChartStyle.THIN);
        int length = model.steps() / row.symbols().length;
        double[] middle = IntStream.range(0, row.symbols().length)
                .mapToDouble(s -> (s + 0.5) * length)
                .toArray();
        double[] mean = IntStream.range(0, row.symbols().length)
                .mapToDouble(s -> overSymbol(s, length))
                .toArray();
        ChartStyle.points(chart, "each symbol", middle, mean, Palette.BLUE);
        int[] asked = IntStream.range(0, row.targets().length)
                .filter(s -> row.targets()[s] >= 0)
                .toArray();
        if (asked.length > 0) {
            ChartStyle.points(
                            chart,
                            "asked for",
                            IntStream.of(asked).mapToDouble(s -> middle[s]).toArray(),
                            IntStream.of(asked)
                                    .mapToDouble(s -> row.targets()[s])
                                    .toArray(),
                            Palette.VERMILION)
                    .setMarker(new Cell(12, 4));
        }
        return chart;
    }

    /** The softmax of the mean output, which is what the loss sees. */
    private double overSymbol(int symbol, int length) {
        float[] mean = new float[classes];
        for (int step = symbol * length; step < (symbol + 1) * length; step++) {
            for (int o = 0; o < classes; o++) {
                mean[o] += row.outputs()[step * classes + o] / length;
            }
        }
        return softmax(mean, 0)[1];
    }

    private double[] softmax(int from) {
        return softmax(row.outputs(), from);
    }

    private double[] softmax(float[] outputs, int from) {
        double largest = IntStream.range(0, classes)
                .mapToDouble(o -> outputs[from + o])
                .max()
                .orElse(0);
        double[] shares = new double[classes];
        double sum = 0;
        for (int o = 0; o < classes; o++) {
            shares[o] = Math.exp(outputs[from + o] - largest);
            sum += shares[o];
        }
        for (int o = 0; o < classes; o++) {
            shares[o] /= sum;
        }
        return shares;
    }

    private XYChart panel(int height, int left, String yTitle) {
        XYChart chart = ChartStyle.xy(ChartStyle.WIDTH, height, "time (ms)", yTitle);
        chart.getStyler()
                .setXAxisMin(0.0)
                .setXAxisMax((double) model.steps())
                .setXAxisTitleVisible(false)
                .setXAxisDecimalPattern("0")
                .setYAxisMin(0.0)
                .setYAxisDecimalPattern("0.##")
                .setPlotGridLinesVisible(false)
                .setYAxisTickMarkSpacingHint(30);
        chart.getStyler().setYAxisLeftWidthHint(left);
        return chart;
    }
}
