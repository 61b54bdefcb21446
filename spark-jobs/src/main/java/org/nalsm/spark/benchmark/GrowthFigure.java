package org.nalsm.spark.benchmark;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.nalsm.engine.UserException;
import org.nalsm.spark.figure.Drawing;
import org.nalsm.spark.figure.Figure;
import org.nalsm.spark.figure.Palette;

/**
 * Draws how the cost of a sample grows: its time against the number of neurons, both axes logarithmic, and beside it
 * the time of one synaptic update. A cost that keeps step with the spikes gives a flat line there.
 */
public final class GrowthFigure {
    private static final int WIDTH = 620;
    private static final int HEIGHT = 440;
    private static final double HEADROOM = 1.25;
    private static final double ROUNDING = 1e-6;

    private final List<GrowthRow> rows;
    private final String title;

    /**
     * @param rows at least one, in the order of their neurons
     * @param title what was measured, and on what
     */
    public GrowthFigure(List<GrowthRow> rows, String title) {
        this.rows = List.copyOf(rows);
        this.title = title;
    }

    /**
     * Checks the name of a file to draw into, before anything is measured.
     *
     * @throws UserException USAGE if it ends neither with .svg nor with .png, CANNOT_WRITE without its directory
     */
    public static void check(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        if (!name.endsWith(".svg") && !name.endsWith(".png")) {
            throw new UserException(
                    UserException.Kind.USAGE, "--figure is " + file + ", but must end with .svg or .png");
        }
        Path directory = file.toAbsolutePath().getParent();
        if (directory == null
                || !Files.isDirectory(directory)
                || !Files.isWritable(directory)
                || Files.isDirectory(file)) {
            throw new UserException(
                    UserException.Kind.CANNOT_WRITE,
                    "cannot write --figure " + file
                            + ": give a file in a directory that exists and that you may write to");
        }
    }

    /**
     * Draws into a file.
     *
     * @throws UserException CANNOT_WRITE if that fails; see also {@link #check}
     */
    public void write(Path file) {
        check(file);
        Drawing drawing = Drawing.of(sampleTimes()).beside(updateTimes());
        String description = title + ": ms per sample against neurons, and ns per synaptic update";
        Figure figure = file.toString().toLowerCase(Locale.ROOT).endsWith(".svg")
                ? drawing.svg("growth", description)
                : drawing.png("growth", description);
        try {
            Files.write(file, figure.content());
        } catch (IOException e) {
            throw new UserException(
                    UserException.Kind.CANNOT_WRITE, "cannot write --figure " + file + ": " + e.getMessage(), e);
        }
    }

    private XYChart sampleTimes() {
        XYChart chart = chart(title, "ms per sample on one core");
        chart.getStyler()
                .setYAxisLogarithmic(true)
                .setYAxisLogarithmicDecadeOnly(false)
                .setYAxisTickLabelsFormattingFunction(GrowthFigure::label);
        double[] neurons = column(GrowthRow::neurons);
        series(
                chart,
                "median of the passes",
                neurons,
                column(r -> r.measurement().millis().median()),
                Palette.BLUE,
                SeriesMarkers.CIRCLE);
        series(
                        chart,
                        "fastest and slowest pass",
                        ends(neurons),
                        fastestAndSlowest(),
                        Palette.VERMILION,
                        SeriesMarkers.DIAMOND)
                .setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
        GrowthRow largest = rows.get(rows.size() - 1);
        double perNeuron = largest.measurement().millis().median() / largest.neurons();
        series(
                        chart,
                        "in proportion to the neurons",
                        neurons,
                        column(r -> perNeuron * r.neurons()),
                        Palette.GREY,
                        SeriesMarkers.NONE)
                .setLineStyle(
                        new BasicStroke(1.5f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, new float[] {6, 5}, 0));
        return chart;
    }

    private XYChart updateTimes() {
        XYChart chart = chart("Time of a synaptic update", "ns per synaptic update (median)");
        double[] nanos = column(r -> r.measurement().nanosPerUpdate());
        double largest = 0;
        for (double value : nanos) {
            largest = Math.max(largest, value);
        }
        chart.getStyler().setYAxisMin(0.0).setYAxisMax(HEADROOM * largest).setLegendVisible(false);
        series(chart, "ns per update", column(GrowthRow::neurons), nanos, Palette.BLUE, SeriesMarkers.CIRCLE);
        return chart;
    }

    private static XYChart chart(String title, String yAxis) {
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(title)
                .xAxisTitle("neurons")
                .yAxisTitle(yAxis)
                .build();
        chart.getStyler()
                .setXAxisLogarithmic(true)
                .setLegendPosition(LegendPosition.InsideNW)
                .setChartBackgroundColor(Color.WHITE)
                .setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 14))
                .setMarkerSize(7);
        chart.getStyler()
                .setXAxisLogarithmicDecadeOnly(false)
                .setXAxisTickLabelsFormattingFunction(GrowthFigure::label);
        chart.getStyler().setPlotGridLinesStroke(new BasicStroke(1)).setPlotGridLinesColor(Palette.PALE);
        return chart;
    }

    /** Of a logarithmic axis: 1, 2 and 5 of a decade, because the others would touch. */
    private static String label(double value) {
        double digit = value / Math.pow(10, Math.floor(Math.log10(value) + ROUNDING));
        return Math.abs(digit - 1) < ROUNDING || Math.abs(digit - 2) < ROUNDING || Math.abs(digit - 5) < ROUNDING
                ? String.format(Locale.ROOT, value < 1 ? "%.1f" : "%,.0f", value)
                : " ";
    }

    private static XYSeries series(XYChart chart, String name, double[] x, double[] y, Color colour, Marker marker) {
        XYSeries series = chart.addSeries(name, x, y);
        series.setMarker(marker).setMarkerColor(colour);
        series.setLineColor(colour);
        return series;
    }

    private static double[] ends(double[] neurons) {
        double[] twice = new double[2 * neurons.length];
        for (int k = 0; k < neurons.length; k++) {
            twice[2 * k] = neurons[k];
            twice[2 * k + 1] = neurons[k];
        }
        return twice;
    }

    private double[] fastestAndSlowest() {
        return rows.stream()
                .map(r -> r.measurement().millis())
                .flatMapToDouble(spread -> DoubleStream.of(spread.min(), spread.max()))
                .toArray();
    }

    private double[] column(ToDoubleFunction<GrowthRow> value) {
        return rows.stream().mapToDouble(value).toArray();
    }
}
