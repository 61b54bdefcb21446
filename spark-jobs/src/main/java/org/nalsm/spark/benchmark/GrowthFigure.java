package org.nalsm.spark.benchmark;

import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.intermediate.CommandSequence;
import de.erichseifert.vectorgraphics2d.svg.SVGProcessor;
import de.erichseifert.vectorgraphics2d.util.PageSize;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import javax.imageio.ImageIO;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.nalsm.engine.UserException;

/**
 * Draws how the cost of a sample grows: its time against the number of neurons, both axes logarithmic, and beside it
 * the time of one synaptic update. A cost that keeps step with the spikes gives a flat line there.
 */
public final class GrowthFigure {
    private static final int WIDTH = 620;
    private static final int HEIGHT = 440;
    private static final double HEADROOM = 1.25;
    private static final double ROUNDING = 1e-6;
    private static final int PNG_SCALE = 2;
    // Okabe and Ito's palette, which colour-blind readers can tell apart; markers and dashes say the same.
    private static final Color BLUE = new Color(0, 114, 178);
    private static final Color VERMILION = new Color(213, 94, 0);
    private static final Color GREY = new Color(120, 120, 120);

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
            throw new UserException(UserException.Kind.USAGE, "--figure is " + file
                    + ", but must end with .svg or .png");
        }
        Path directory = file.toAbsolutePath().getParent();
        if (!Files.isDirectory(directory) || !Files.isWritable(directory) || Files.isDirectory(file)) {
            throw new UserException(UserException.Kind.CANNOT_WRITE, "cannot write --figure " + file
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
        try (OutputStream out = Files.newOutputStream(file)) {
            if (file.toString().toLowerCase(Locale.ROOT).endsWith(".svg")) {
                VectorGraphics2D graphics = new VectorGraphics2D();
                paint(graphics);
                CommandSequence commands = graphics.getCommands();
                new SVGProcessor().getDocument(commands, new PageSize(2 * WIDTH, HEIGHT)).writeTo(out);
            } else {
                BufferedImage image =
                        new BufferedImage(PNG_SCALE * 2 * WIDTH, PNG_SCALE * HEIGHT, BufferedImage.TYPE_INT_RGB);
                Graphics2D graphics = image.createGraphics();
                graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
                graphics.scale(PNG_SCALE, PNG_SCALE);
                paint(graphics);
                graphics.dispose();
                ImageIO.write(image, "png", out);
            }
        } catch (IOException e) {
            throw new UserException(UserException.Kind.CANNOT_WRITE, "cannot write --figure " + file + ": "
                    + e.getMessage(), e);
        }
    }

    private void paint(Graphics2D graphics) {
        sampleTimes().paint(graphics, WIDTH, HEIGHT);
        graphics.translate(WIDTH, 0);
        updateTimes().paint(graphics, WIDTH, HEIGHT);
    }

    private XYChart sampleTimes() {
        XYChart chart = chart(title, "ms per sample on one core");
        chart.getStyler().setYAxisLogarithmic(true).setYAxisLogarithmicDecadeOnly(false)
                .setYAxisTickLabelsFormattingFunction(GrowthFigure::label);
        double[] neurons = column(GrowthRow::neurons);
        series(chart, "median of the passes", neurons, column(r -> r.measurement().millis().median()), BLUE,
                SeriesMarkers.CIRCLE);
        series(chart, "fastest and slowest pass", ends(neurons), fastestAndSlowest(), VERMILION, SeriesMarkers.DIAMOND)
                .setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
        GrowthRow largest = rows.get(rows.size() - 1);
        double perNeuron = largest.measurement().millis().median() / largest.neurons();
        series(chart, "in proportion to the neurons", neurons, column(r -> perNeuron * r.neurons()), GREY,
                SeriesMarkers.NONE).setLineStyle(new BasicStroke(1.5f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10,
                        new float[] {6, 5}, 0));
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
        series(chart, "ns per update", column(GrowthRow::neurons), nanos, BLUE, SeriesMarkers.CIRCLE);
        return chart;
    }

    private static XYChart chart(String title, String yAxis) {
        XYChart chart = new XYChartBuilder().width(WIDTH).height(HEIGHT).title(title).xAxisTitle("neurons")
                .yAxisTitle(yAxis).build();
        chart.getStyler().setXAxisLogarithmic(true).setLegendPosition(LegendPosition.InsideNW)
                .setChartBackgroundColor(Color.WHITE).setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 14))
                .setMarkerSize(7);
        chart.getStyler().setXAxisLogarithmicDecadeOnly(false)
                .setXAxisTickLabelsFormattingFunction(GrowthFigure::label);
        chart.getStyler().setPlotGridLinesStroke(new BasicStroke(1)).setPlotGridLinesColor(new Color(225, 225, 225));
        return chart;
    }

    /** Of a logarithmic axis: 1, 2 and 5 of a decade, because the others would touch. */
    private static String label(double value) {
        double digit = value / Math.pow(10, Math.floor(Math.log10(value) + ROUNDING));
        return Math.abs(digit - 1) < ROUNDING || Math.abs(digit - 2) < ROUNDING || Math.abs(digit - 5) < ROUNDING
                ? String.format(Locale.ROOT, value < 1 ? "%.1f" : "%,.0f", value) : " ";
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
        return rows.stream().map(r -> r.measurement().millis())
                .flatMapToDouble(spread -> DoubleStream.of(spread.min(), spread.max())).toArray();
    }

    private double[] column(ToDoubleFunction<GrowthRow> value) {
        return rows.stream().mapToDouble(value).toArray();
    }
}
