package org.nalsm.spark.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.util.Locale;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.internal.chartpart.AxesChart;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** One look for all charts: white ground, few thin lines, letters that read at 100 % on screen and in print. */
public final class ChartStyle {
    /** Width of a figure, CSS pixels. */
    public static final int WIDTH = 760;

    /** Grid lines, and lines of the background. */
    public static final BasicStroke THIN = new BasicStroke(1f);
    /** Data. */
    public static final BasicStroke SOLID = new BasicStroke(1.8f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
    /** What data are compared with. */
    public static final BasicStroke DASHED =
            new BasicStroke(1.4f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1f, new float[] {5f, 4f}, 0f);

    private static final double TICKS_ON_AXIS = 6;
    private static final Font TICKS = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
    private static final Font TITLES = new Font(Font.SANS_SERIF, Font.PLAIN, 13);
    private static final Font HEADING = new Font(Font.SANS_SERIF, Font.BOLD, 13);

    private ChartStyle() {}

    /**
     * An empty chart in the common look.
     *
     * @param width CSS pixels
     * @param height CSS pixels
     */
    public static XYChart xy(int width, int height, String xTitle, String yTitle) {
        XYChart chart = new XYChartBuilder()
                .width(width)
                .height(height)
                .xAxisTitle(xTitle)
                .yAxisTitle(yTitle)
                .build();
        apply(chart.getStyler());
        chart.getStyler().setDefaultSeriesRenderStyle(XYSeriesRenderStyle.Line);
        return chart;
    }

    /** Gives the axes, the ground and the letters of any chart the common look. */
    public static void apply(AxesChartStyler styler) {
        styler.setLocale(Locale.ROOT);
        styler.setBaseFont(TICKS)
                .setChartFontColor(Palette.INK)
                .setChartBackgroundColor(Color.WHITE)
                .setPlotBackgroundColor(Color.WHITE)
                .setPlotBorderVisible(false)
                .setChartPadding(8)
                .setChartTitleFont(HEADING)
                .setChartTitleBoxVisible(false)
                .setChartTitlePadding(4)
                .setLegendFont(TICKS)
                .setLegendBorderColor(Color.WHITE)
                .setLegendBackgroundColor(Color.WHITE)
                .setLegendPadding(8)
                .setLegendSeriesLineLength(22)
                .setMarkerSize(7)
                .setAnnotationTextFont(TICKS)
                .setAntiAlias(true)
                .setTextAntiAlias(true);
        styler.setAxisTitleFont(TITLES)
                .setAxisTickLabelsFont(TICKS)
                .setAxisTickLabelsColor(Palette.INK)
                .setAxisTickMarksColor(Palette.GREY)
                .setAxisTickMarkLength(4)
                .setAxisTickPadding(4)
                .setAxisTicksLineVisible(true)
                .setPlotGridLinesColor(Palette.PALE)
                .setPlotGridLinesStroke(THIN)
                .setPlotGridVerticalLinesVisible(false)
                .setPlotMargin(0)
                .setAxisTitlePadding(6)
                .setErrorBarsColorSeriesColor(true);
        // At 1 the library would leave out the ticks at both ends.
        styler.setPlotContentSize(0.99);
        styler.setChartTitleVisible(false);
        styler.setLegendVisible(false);
    }

    /** As many decimals as ticks on an axis of that length need. */
    public static String decimalPattern(double range) {
        int decimals = (int) Math.ceil(-Math.log10(range / TICKS_ON_AXIS));
        return decimals <= 0 ? "#,##0" : "0." + "0".repeat(decimals);
    }

    /** A legend below the plot, where it hides no data. */
    public static void legendBelow(AxesChartStyler styler) {
        styler.setLegendVisible(true);
        styler.setLegendPosition(LegendPosition.OutsideS);
        styler.setLegendLayout(LegendLayout.Horizontal);
    }

    /** A title above the plot. */
    public static void heading(AxesChart<?, ?> chart, String text) {
        chart.setTitle(text);
        chart.getStyler().setChartTitleVisible(true);
    }

    /** A line without markers. */
    public static XYSeries line(XYChart chart, String name, double[] x, double[] y, Color colour, BasicStroke stroke) {
        XYSeries series = chart.addSeries(name, withRoundTicks(x), y);
        series.setMarker(SeriesMarkers.NONE);
        series.setLineColor(colour);
        series.setLineStyle(stroke);
        return series;
    }

    /**
     * The library puts ticks on equally spaced values, whatever numbers they are. Moving the last one by less
     * than any eye sees has it choose round numbers.
     */
    private static double[] withRoundTicks(double[] x) {
        double[] moved = x.clone();
        if (moved.length > 2) {
            moved[moved.length - 1] += 1e-3 * (moved[moved.length - 1] - moved[0]) / moved.length;
        }
        return moved;
    }

    /** Points without a line. */
    public static XYSeries points(XYChart chart, String name, double[] x, double[] y, Color colour) {
        XYSeries series = chart.addSeries(name, x, y);
        series.setXYSeriesRenderStyle(XYSeriesRenderStyle.Scatter);
        series.setMarker(SeriesMarkers.CIRCLE);
        series.setMarkerColor(colour);
        return series;
    }
}
