package org.nalsm.spark.family.lsnn.report;

import java.awt.Color;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.nalsm.engine.lsnn.AlifParameters;
import org.nalsm.spark.family.lsnn.LsnnModel;
import org.nalsm.spark.family.lsnn.TrainedNetwork;
import org.nalsm.spark.family.lsnn.table.LsnnRecordingRow;
import org.nalsm.spark.figure.ChartStyle;
import org.nalsm.spark.figure.Drawing;
import org.nalsm.spark.figure.Exhibit;
import org.nalsm.spark.figure.Numbers;
import org.nalsm.spark.figure.Palette;

/** The course of a test sample: input, spikes, thresholds and answer, one below the other. */
final class RecordingFigure {
    private static final String HEADING = "Course of a test sample";
    private static final int LEFT = 64;
    private static final int PANEL = 150;
    private static final int TIME_AXIS = 28;
    private static final int LEGEND = 34;
    private static final int MARK = 3;
    private static final int GROUP = 25;
    private static final String[] GROUPS = {"value 0", "value 1", "store", "recall"};
    private static final Color[] GROUP_COLOURS = {Palette.SKY, Palette.BLUE, Palette.GREEN, Palette.VERMILION};
    /** Of images: thresholds are drawn whose highest value is so many times their mean. */
    private static final double OUTSTANDING = 1.5;

    private static final int MOST_THRESHOLDS = 10;

    private final LsnnModel model;
    private final AlifParameters layer;
    private final TrainedNetwork network;
    private final LsnnRecordingRow row;

    RecordingFigure(LsnnModel model, TrainedNetwork network, LsnnRecordingRow row) {
        this.model = model;
        this.layer = model.layer();
        this.network = network;
        this.row = row;
    }

    static Exhibit missing() {
        return Exhibit.missing(
                HEADING, "No test sample of this run was recorded (lsnn.recorded-samples), so none is shown.");
    }

    Exhibit exhibit() {
        return model.isImages() ? image() : sequence();
    }

    private Exhibit image() {
        Drawing drawing = Drawing.of(input());
        if (layer.regular() > 0) {
            drawing.below(raster("regular", 0, layer.regular()));
        }
        if (layer.adaptive() > 0) {
            drawing.below(raster("adaptive", layer.regular(), layer.neurons()));
            drawing.below(thresholds(outstanding()));
        }
        drawing.below(new OutputPanel(model, row).chart(PANEL + TIME_AXIS, LEFT));
        return Exhibit.of(
                HEADING + ", number " + row.sampleId(),
                drawing.png("sample-" + row.sampleId(), "Input, spikes, thresholds and output of a test sample"),
                "Test sample " + row.sampleId() + ", class " + row.label() + ", from top to bottom: "
                        + (row.inputValue().length == 0
                                ? "input spikes (the channel at the top is the cue), "
                                : "the gray value that is shown, ")
                        + "spikes of the regular and of the adaptive neurons (inhibitory ones red, "
                        + Numbers.whole(row.tMs().length) + " spikes in all), "
                        + (layer.adaptive() > 0 ? "thresholds that stand out, " : "")
                        + "and the softmax of the output in each millisecond, a row a class: the darker, the larger. "
                        + "The answer is the mean output of the last milliseconds.");
    }

    private Exhibit sequence() {
        Drawing drawing = Drawing.of(symbols()).below(raster("all", 0, layer.neurons()));
        drawing.below(new OutputPanel(model, row).recalls(PANEL + LEGEND, LEFT));
        if (layer.adaptive() > 0) {
            drawing.below(thresholds(mostVariable()));
        }
        return Exhibit.of(
                "Course of a test sequence, number " + row.sampleId(),
                drawing.png("sequence-" + row.sampleId(), "Input, spikes, answers and thresholds of a test sequence"),
                "Test sequence " + row.sampleId() + ": " + described()
                        + ". From top to bottom: input spikes by group (during store the value to keep is shown as "
                        + "well), spikes of all neurons (the adaptive ones above), the probability of value 1 in each "
                        + "millisecond and over each symbol, with the value asked for at each recall, and the "
                        + "thresholds of the adaptive neurons whose threshold varies most.");
    }

    private String described() {
        List<String> words = new ArrayList<>();
        for (int s = 0; s < row.symbols().length; s++) {
            String value = row.shown()[s] < 0 ? "" : Integer.toString(row.shown()[s]);
            words.add(
                    row.symbols()[s] < 2
                            ? value
                            : row.symbols()[s] == 2 ? "store " + value : "recall (" + row.targets()[s] + ")");
        }
        return String.join(", ", words);
    }

    private XYChart input() {
        if (row.inputValue().length > 0) {
            XYChart chart = panel(PANEL, "gray value", 1);
            double[] t = IntStream.rangeClosed(1, model.steps())
                    .mapToDouble(step -> step)
                    .toArray();
            double[] y = new double[model.steps()];
            for (int k = 0; k < y.length; k++) {
                y[k] = row.inputValue()[k];
            }
            ChartStyle.line(chart, "input", t, y, Palette.INK, ChartStyle.THIN);
            return chart;
        }
        XYChart chart = panel(PANEL, "input channel", model.inputs());
        spikes(chart, "input", row.inputTMs(), row.inputChannel(), channel -> true, 0, Palette.INK);
        return chart;
    }

    private XYChart symbols() {
        XYChart chart = panel(PANEL + LEGEND, "input channel", model.inputs());
        ChartStyle.legendBelow(chart.getStyler());
        for (int g = 0; g < GROUPS.length; g++) {
            int group = g;
            spikes(
                    chart,
                    GROUPS[g],
                    row.inputTMs(),
                    row.inputChannel(),
                    channel -> channel / GROUP == group,
                    0,
                    GROUP_COLOURS[g]);
        }
        return chart;
    }

    private XYChart raster(String kind, int from, int to) {
        XYChart chart = panel(PANEL, kind.equals("all") ? "neuron" : kind + " neuron", to - from);
        IntPredicate inhibitory = j -> network.recSigns().length > 0 && network.recSigns()[j] < 0;
        IntPredicate within = j -> j >= from && j < to;
        spikes(chart, "excitatory", row.tMs(), row.neuron(), within.and(inhibitory.negate()), from, Palette.BLUE);
        spikes(chart, "inhibitory", row.tMs(), row.neuron(), within.and(inhibitory), from, Palette.VERMILION);
        return chart;
    }

    private void spikes(
            XYChart chart, String name, int[] times, int[] sources, IntPredicate wanted, int first, Color colour) {
        int[] chosen = IntStream.range(0, times.length)
                .filter(k -> wanted.test(sources[k]))
                .toArray();
        if (chosen.length > 0) {
            ChartStyle.points(
                            chart,
                            name,
                            Arrays.stream(chosen).mapToDouble(k -> times[k]).toArray(),
                            Arrays.stream(chosen)
                                    .mapToDouble(k -> sources[k] - first + 0.5)
                                    .toArray(),
                            colour)
                    .setMarker(new Cell(MARK, MARK));
        }
    }

    /** Adaptive neurons whose highest threshold stands out from the mean of all; the highest ones if none does. */
    private int[] outstanding() {
        double mean = IntStream.range(0, row.thresholds().length)
                .mapToDouble(k -> row.thresholds()[k])
                .average()
                .orElse(0);
        int[] found = IntStream.range(0, layer.adaptive())
                .filter(a -> highest(a) > OUTSTANDING * mean)
                .toArray();
        return found.length > 0 ? found : highestFirst(this::highest);
    }

    private int[] mostVariable() {
        return highestFirst(this::variance);
    }

    private int[] highestFirst(IntToDoubleFunction value) {
        return IntStream.range(0, layer.adaptive())
                .boxed()
                .sorted(Comparator.comparingDouble((Integer a) -> -value.applyAsDouble(a)))
                .limit(MOST_THRESHOLDS)
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private double[] threshold(int a) {
        double[] course = new double[model.steps()];
        for (int t = 0; t < course.length; t++) {
            course[t] = row.thresholds()[a * model.steps() + t];
        }
        return course;
    }

    private double highest(int a) {
        return Arrays.stream(threshold(a)).max().orElse(0);
    }

    private double variance(int a) {
        double[] course = threshold(a);
        double mean = Arrays.stream(course).average().orElse(0);
        return Arrays.stream(course).map(x -> (x - mean) * (x - mean)).sum();
    }

    private XYChart thresholds(int[] neurons) {
        boolean last = !model.isImages();
        XYChart chart = panel(last ? PANEL + TIME_AXIS : PANEL, "threshold (a.u.)", Double.NaN);
        chart.getStyler().setYAxisDecimalPattern("0.000").setXAxisTitleVisible(last);
        double[] t = IntStream.rangeClosed(1, model.steps())
                .mapToDouble(step -> step)
                .toArray();
        for (int k = 0; k < neurons.length; k++) {
            ChartStyle.line(
                    chart,
                    "neuron " + (layer.regular() + neurons[k]),
                    t,
                    threshold(neurons[k]),
                    Palette.category(k),
                    ChartStyle.THIN);
        }
        return chart;
    }

    /** @param top upper end of the vertical axis; NaN leaves it open */
    private XYChart panel(int height, String yTitle, double top) {
        XYChart chart = ChartStyle.xy(ChartStyle.WIDTH, height, "time (ms)", yTitle);
        chart.getStyler()
                .setXAxisMin(0.0)
                .setXAxisMax((double) model.steps())
                .setXAxisTitleVisible(false)
                .setXAxisDecimalPattern("0")
                .setYAxisDecimalPattern("0.##")
                .setPlotGridLinesVisible(false)
                .setYAxisTickMarkSpacingHint(30);
        chart.getStyler().setYAxisLeftWidthHint(LEFT);
        if (!Double.isNaN(top)) {
            chart.getStyler().setYAxisMin(0.0).setYAxisMax(top);
        }
        return chart;
    }
}
