package org.nalsm.spark.report;

import java.awt.Color;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.CategorySeries;
import org.knowm.xchart.CategorySeries.CategorySeriesRenderStyle;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.internal.chartpart.AxesChart;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.nalsm.spark.sweep.Statistic;
import org.nalsm.spark.table.TrialRow;

/** Accuracy and branching factor of a sweep's complete trials against one parameter. */
final class ParameterFigure {
    private static final int HEIGHT = 320;
    /** What lies at the same value is moved apart by this part of the axis. */
    private static final double APART = 0.008;
    /** Room left and right of the values, as a part of the axis. */
    private static final double ROOM = 0.07;

    private final ParameterAxis axis;
    private final List<TrialRow> trials;

    private record Quantity(String name, ToDoubleFunction<TrialRow> value, double scale, Color colour) {}

    private static final Quantity VALIDATION = new Quantity("validation", TrialRow::validAccuracy, 100, Palette.BLUE);
    private static final Quantity TEST = new Quantity("test", TrialRow::testAccuracy, 100, Palette.VERMILION);
    private static final Quantity BRANCHING =
            new Quantity("branching factor", TrialRow::branchingFactor, 1, Palette.GREEN);

    private ParameterFigure(ParameterAxis axis, List<TrialRow> trials) {
        this.axis = axis;
        this.trials = trials;
    }

    /** @param complete the complete trials, at least one */
    static Exhibit of(ParameterAxis axis, List<TrialRow> complete) {
        return new ParameterFigure(axis, complete).exhibit();
    }

    private Exhibit exhibit() {
        int left = ChartStyle.WIDTH / 2;
        boolean branching = trials.stream().anyMatch(trial -> !Double.isNaN(trial.branchingFactor()));
        Drawing drawing =
                Drawing.of(panel(branching ? left : ChartStyle.WIDTH, "accuracy (%)", List.of(VALIDATION, TEST)));
        if (branching) {
            drawing.beside(panel(ChartStyle.WIDTH - left, "branching factor (ratio)", List.of(BRANCHING)));
        }
        return Exhibit.of(
                axis.key(),
                drawing.svg(
                        "parameter-" + axis.key().replaceAll("[^A-Za-z0-9]+", "-"),
                        "Accuracy and branching factor against " + axis.key()),
                caption(branching));
    }

    private String caption(boolean branching) {
        return "Validation and test accuracy" + (branching ? " and branching factor" : "") + " against " + axis.key()
                + ". Dots are means over all complete trials with that value, whatever their other parameters and "
                + "seeds; bars reach one standard deviation up and down and are absent where a value has one trial."
                + (axis.logarithmic() ? " The horizontal axis is logarithmic." : "")
                + (branching ? "" : " No trial has a branching factor.");
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
