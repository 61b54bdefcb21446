package org.nalsm.spark.report;

import java.awt.Color;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.CategorySeries;
import org.knowm.xchart.CategorySeries.CategorySeriesRenderStyle;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.internal.chartpart.AxesChart;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.nalsm.engine.analysis.Statistic;
import org.nalsm.spark.figure.ChartStyle;
import org.nalsm.spark.figure.Drawing;
import org.nalsm.spark.figure.Exhibit;
import org.nalsm.spark.figure.Numbers;
import org.nalsm.spark.figure.Palette;
import org.nalsm.spark.run.Metric;
import org.nalsm.spark.table.TrialRow;

/** Accuracy and whatever else a sweep's complete trials know against one parameter. */
final class ParameterFigure {
    private static final int HEIGHT = 320;
    /** What lies at the same value is moved apart by this part of the axis. */
    private static final double APART = 0.008;
    /** Room left and right of the values, as a part of the axis. */
    private static final double ROOM = 0.07;

    private static final Quantity VALIDATION = Quantity.of(Metric.VALID_ACCURACY, Palette.BLUE);
    private static final Quantity TEST = Quantity.of(Metric.TEST_ACCURACY, Palette.VERMILION);
    /** The first colour that is none of the accuracies'. */
    private static final int NEXT_COLOUR = 2;

    private final ParameterAxis axis;
    private final List<TrialRow> trials;
    private final List<Metric> others;
    /** Whether a line from value to value means something. */
    private final boolean joined;

    private record Quantity(String name, ToDoubleFunction<TrialRow> value, double scale, Color colour) {
        private static Quantity of(Metric metric, Color colour) {
            return new Quantity(
                    MetricText.shortName(metric),
                    trial -> trial.metric(metric.name()),
                    MetricText.scale(metric),
                    colour);
        }
    }

    private ParameterFigure(ParameterAxis axis, List<TrialRow> trials, List<Metric> others, boolean joined) {
        this.axis = axis;
        this.trials = trials;
        this.others = others;
        this.joined = joined;
    }

    /**
     * @param complete the complete trials, at least one
     * @param others metrics beside the accuracies that at least one of them has
     * @param joined whether lines join the values
     */
    static Exhibit of(ParameterAxis axis, List<TrialRow> complete, List<Metric> others, boolean joined) {
        return new ParameterFigure(axis, complete, others, joined).exhibit();
    }

    private Exhibit exhibit() {
        List<String> names = others.stream().map(MetricText::name).toList();
        return Exhibit.of(
                axis.key(),
                drawing()
                        .movedFrom(places())
                        .svg(
                                "parameter-" + axis.key().replaceAll("[^A-Za-z0-9]+", "-"),
                                enumeration("Accuracy", names) + " against " + axis.key()),
                enumeration("Validation and test accuracy", names) + " against " + axis.key()
                        + ". Dots are means over all complete trials with that value, whatever their other parameters "
                        + "and seeds; bars reach one standard deviation up and down and are absent where a value has "
                        + "one trial." + (axis.logarithmic() ? " The horizontal axis is logarithmic." : ""));
    }

    private double[] places() {
        return axis.numeric()
                ? IntStream.range(0, axis.values().size())
                        .mapToDouble(axis::number)
                        .toArray()
                : new double[0];
    }

    private static String enumeration(String first, List<String> others) {
        return MetricText.enumeration(
                Stream.concat(Stream.of(first), others.stream()).toList());
    }

    /** Two panels in a row; of an odd number, accuracy has a row of its own. */
    private Drawing drawing() {
        int left = ChartStyle.WIDTH / 2;
        int right = ChartStyle.WIDTH - left;
        boolean odd = others.size() % 2 == 0;
        Drawing drawing = Drawing.of(panel(odd ? ChartStyle.WIDTH : left, "accuracy (%)", List.of(VALIDATION, TEST)));
        for (int k = 0; k < others.size(); k++) {
            if ((k % 2 == 0) == odd) {
                drawing.below(panel(left, k));
            } else {
                drawing.beside(panel(right, k));
            }
        }
        return drawing;
    }

    private AxesChart<?, ?> panel(int width, int index) {
        Metric metric = others.get(index);
        return panel(
                width,
                MetricText.withUnit(MetricText.name(metric), metric),
                List.of(Quantity.of(metric, Palette.category(NEXT_COLOUR + index))));
    }

    private AxesChart<?, ?> panel(int width, String title, List<Quantity> quantities) {
        AxesChart<?, ?> chart =
                axis.numeric() ? numbers(width, title, quantities) : categories(width, title, quantities);
        AxesChartStyler styler = chart.getStyler();
        double[] ends = quantities.stream().flatMapToDouble(this::ends).toArray();
        double low = Arrays.stream(ends).min().orElse(0);
        double high = Arrays.stream(ends).max().orElse(1);
        double room = Math.max(ROOM * (high - low), 1e-3 * Math.max(1, Math.abs(high)));
        styler.setYAxisMin(low - room)
                .setYAxisMax(high + room)
                .setYAxisDecimalPattern(ChartStyle.decimalPattern(high - low + 2 * room));
        ChartStyle.legendBelow(styler);
        return chart;
    }

    /** Both ends of all error bars. */
    private DoubleStream ends(Quantity quantity) {
        return Arrays.stream(statistics(quantity))
                .filter(s -> s.n() > 0)
                .flatMapToDouble(s -> DoubleStream.of(
                        quantity.scale * (s.mean() - deviation(s)), quantity.scale * (s.mean() + deviation(s))));
    }

    private XYChart numbers(int width, String title, List<Quantity> quantities) {
        XYChart chart = ChartStyle.xy(width, HEIGHT, axis.key(), title);
        boolean log = axis.logarithmic();
        double first = place(axis.number(0), log);
        double span = place(axis.number(axis.values().size() - 1), log) - first;
        chart.getStyler()
                .setXAxisLogarithmic(log)
                .setXAxisMin(back(first - ROOM * span, log))
                .setXAxisMax(back(first + (1 + ROOM) * span, log));
        if (log) {
            chart.getStyler()
                    .setXAxisLogarithmicDecadeOnly(false)
                    .setXAxisTickLabelsFormattingFunction(ParameterFigure::logLabel);
        } else {
            chart.getStyler().setXAxisTickLabelsFormattingFunction(Numbers::significant);
        }
        for (int q = 0; q < quantities.size(); q++) {
            Quantity quantity = quantities.get(q);
            Statistic[] statistics = statistics(quantity);
            int[] known = known(statistics);
            if (known.length > 0) {
                double shift = (q - (quantities.size() - 1) / 2.0) * 2 * APART * span;
                XYSeries series = chart.addSeries(
                        quantity.name,
                        IntStream.of(known)
                                .mapToDouble(v -> back(place(axis.number(v), log) + shift, log))
                                .toArray(),
                        IntStream.of(known)
                                .mapToDouble(v -> quantity.scale * statistics[v].mean())
                                .toArray(),
                        IntStream.of(known)
                                .mapToDouble(v -> quantity.scale * deviation(statistics[v]))
                                .toArray());
                series.setMarker(SeriesMarkers.CIRCLE).setMarkerColor(quantity.colour);
                series.setLineColor(quantity.colour).setLineStyle(ChartStyle.SOLID);
                if (!joined) {
                    series.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
                }
            }
        }
        return chart;
    }

    private CategoryChart categories(int width, String title, List<Quantity> quantities) {
        CategoryChart chart = new CategoryChartBuilder()
                .width(width)
                .height(HEIGHT)
                .xAxisTitle(axis.key())
                .yAxisTitle(title)
                .build();
        ChartStyle.apply(chart.getStyler());
        chart.getStyler().setDefaultSeriesRenderStyle(CategorySeriesRenderStyle.Scatter);
        for (Quantity quantity : quantities) {
            Statistic[] statistics = statistics(quantity);
            int[] known = known(statistics);
            if (known.length > 0) {
                CategorySeries series = chart.addSeries(
                        quantity.name,
                        IntStream.of(known)
                                .mapToObj(v -> ParameterAxis.label(axis.values().get(v)))
                                .toList(),
                        IntStream.of(known)
                                .mapToObj(v -> quantity.scale * statistics[v].mean())
                                .toList(),
                        IntStream.of(known)
                                .mapToObj(v -> quantity.scale * deviation(statistics[v]))
                                .toList());
                series.setMarker(SeriesMarkers.CIRCLE).setMarkerColor(quantity.colour);
                series.setLineColor(quantity.colour);
            }
        }
        return chart;
    }

    private Statistic[] statistics(Quantity quantity) {
        return axis.values().stream()
                .map(value -> Statistic.of(trials.stream()
                        .filter(trial -> axis.valueOf(trial).equals(value))
                        .mapToDouble(quantity.value)
                        .toArray()))
                .toArray(Statistic[]::new);
    }

    private static int[] known(Statistic[] statistics) {
        return IntStream.range(0, statistics.length)
                .filter(v -> statistics[v].n() > 0)
                .toArray();
    }

    private static double deviation(Statistic statistic) {
        return statistic.n() > 1 ? statistic.standardDeviation() : 0;
    }

    private static double place(double value, boolean log) {
        return log ? Math.log10(value) : value;
    }

    private static double back(double place, boolean log) {
        return log ? Math.pow(10, place) : place;
    }

    /** Of the ticks of a decade only 1, 2 and 5 get a number. */
    private static String logLabel(double value) {
        long mantissa = Math.round(value / Math.pow(10, Math.floor(Math.log10(value) + 1e-9)));
        return mantissa == 1 || mantissa == 2 || mantissa == 5 ? Numbers.significant(value) : " ";
    }
}
