package org.nalsm.spark.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.nalsm.spark.table.TrainingRow;

/**
 * Accuracy during training. With one penalty: training and validation in one panel. With several: a panel for each, a
 * line for each penalty.
 */
public final class AccuracyFigure {
    private static final int HEIGHT = 340;
    private static final int MOST_POINTS = 1500;
    private static final BasicStroke CHOSEN = new BasicStroke(2.6f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);

    private final Training training;
    private final TreeMap<Double, List<TrainingRow>> byPenalty;
    private final TrainingRow best;
    private final double low;

    /**
     * What was trained, and how it went.
     *
     * @param trained what learned, such as {@code readout}
     * @param step what a row is: epoch or iteration
     * @param remark sentence on how the fits of several penalties follow each other; may be empty
     * @param rows of all penalties, in the order in which they were fitted; none where they are not known
     * @param testAccuracy of what validation chose, share from 0 to 1; NaN where it is not known
     */
    public record Training(String trained, String step, String remark, List<TrainingRow> rows, double testAccuracy) {
        public Training {
            rows = List.copyOf(rows);
        }
    }

    private AccuracyFigure(Training training) {
        this.training = training;
        byPenalty = training.rows().stream()
                .collect(Collectors.groupingBy(TrainingRow::l2Penalty, TreeMap::new, Collectors.toList()));
        best = training.rows().stream()
                .reduce((a, b) -> b.validAccuracy() > a.validAccuracy() ? b : a)
                .orElseThrow();
        low = axisStart(training.rows());
    }

    /** Training and validation accuracy after every step. */
    public static Exhibit of(Training training) {
        return training.rows().isEmpty()
                ? Exhibit.missing(
                        heading(training), "This run has no table training, so accuracy over epochs is not shown.")
                : new AccuracyFigure(training).exhibit();
    }

    private static String heading(Training training) {
        return "Accuracy while the " + training.trained() + " was trained";
    }

    private Exhibit exhibit() {
        Drawing drawing;
        if (byPenalty.size() == 1) {
            drawing = Drawing.of(onePenalty());
        } else {
            int left = ChartStyle.WIDTH / 2;
            drawing = Drawing.of(panel(left, "validation", TrainingRow::validAccuracy, true))
                    .beside(panel(ChartStyle.WIDTH - left, "training", TrainingRow::trainAccuracy, false));
        }
        return Exhibit.of(
                heading(training),
                drawing.svg(
                        "accuracy",
                        "Accuracy over the " + training.step() + "s of " + training.trained() + " training"),
                caption());
    }

    private String caption() {
        String step = training.step();
        String penalties = byPenalty.size() == 1
                ? ""
                : "One line for each L2 penalty; "
                        + (coloured()
                                ? "the thick line is the chosen one"
                                : "the coloured line is the chosen one, " + Numbers.significant(best.l2Penalty())
                                        + ", the grey ones are the others")
                        + ". ";
        String fits = byPenalty.size() == 1 || training.remark().isEmpty() ? "" : training.remark() + " ";
        return "Share of training and validation samples classified correctly after each " + step + ". "
                + penalties + fits + "The ring marks the best validation accuracy, "
                + Numbers.percent(best.validAccuracy()) + " at " + step + " " + best.epoch()
                + ": it alone decides which " + training.trained()
                + " is kept. The diamond is the test accuracy of that "
                + training.trained() + ", "
                + Numbers.percent(training.testAccuracy()) + ", computed once afterwards. The vertical axis "
                + "starts at " + Numbers.significant(100 * low) + " %.";
    }

    private XYChart onePenalty() {
        XYChart chart = empty(ChartStyle.WIDTH);
        List<TrainingRow> rows = byPenalty.firstEntry().getValue();
        line(chart, "training", rows, TrainingRow::trainAccuracy, Palette.ORANGE, ChartStyle.SOLID);
        line(chart, "validation", rows, TrainingRow::validAccuracy, Palette.BLUE, ChartStyle.SOLID);
        marks(chart);
        return chart;
    }

    private XYChart panel(int width, String split, ToDoubleFunction<TrainingRow> accuracy, boolean marked) {
        XYChart chart = empty(width);
        ChartStyle.heading(chart, split + " samples");
        int index = 0;
        for (Map.Entry<Double, List<TrainingRow>> penalty :
                byPenalty.descendingMap().entrySet()) {
            boolean chosen = penalty.getKey() == best.l2Penalty();
            Color colour = coloured() ? Palette.category(index) : chosen ? Palette.BLUE : Palette.GREY;
            String name = "L2 " + Numbers.significant(penalty.getKey());
            line(
                            chart,
                            name,
                            penalty.getValue(),
                            accuracy,
                            colour,
                            chosen ? CHOSEN : coloured() ? ChartStyle.SOLID : ChartStyle.THIN)
                    .ifPresent(series -> series.setShowInLegend(coloured() || chosen));
            index++;
        }
        if (marked) {
            marks(chart);
        }
        return chart;
    }

    private boolean coloured() {
        return byPenalty.size() <= Palette.categories();
    }

    private XYChart empty(int width) {
        XYChart chart = ChartStyle.xy(width, HEIGHT, training.step(), "accuracy (%)");
        chart.getStyler()
                .setYAxisMin(100 * low)
                .setYAxisMax(100.0)
                .setXAxisMin(0.0)
                .setXAxisDecimalPattern("#,##0")
                .setYAxisDecimalPattern(ChartStyle.decimalPattern(100 * (1 - low)));
        ChartStyle.legendBelow(chart.getStyler());
        return chart;
    }

    private void marks(XYChart chart) {
        double[] at = {best.epoch()};
        ChartStyle.points(chart, "best validation", at, new double[] {100 * best.validAccuracy()}, Palette.INK)
                .setMarker(new Ring())
                .setShowInLegend(byPenalty.size() == 1);
        if (!Double.isNaN(training.testAccuracy())) {
            ChartStyle.points(chart, "test", at, new double[] {100 * training.testAccuracy()}, Palette.VERMILION)
                    .setMarker(SeriesMarkers.DIAMOND)
                    .setShowInLegend(byPenalty.size() == 1);
        }
    }

    private static Optional<XYSeries> line(
            XYChart chart,
            String name,
            List<TrainingRow> rows,
            ToDoubleFunction<TrainingRow> accuracy,
            Color colour,
            BasicStroke stroke) {
        int every = 1 + rows.size() / MOST_POINTS;
        List<TrainingRow> drawn = IntStream.range(0, rows.size())
                .filter(k -> k % every == 0 || k == rows.size() - 1)
                .mapToObj(rows::get)
                .filter(r -> !Double.isNaN(accuracy.applyAsDouble(r)))
                .toList();
        if (drawn.isEmpty()) {
            return Optional.empty();
        }
        double[] steps = drawn.stream().mapToDouble(TrainingRow::epoch).toArray();
        double[] percent =
                drawn.stream().mapToDouble(r -> 100 * accuracy.applyAsDouble(r)).toArray();
        return Optional.of(
                drawn.size() == 1 // which is no line
                        ? ChartStyle.points(chart, name, steps, percent, colour)
                        : ChartStyle.line(chart, name, steps, percent, colour, stroke));
    }

    /** Low enough for nineteen twentieths of all points: the first epochs would take the room of the others. */
    private static double axisStart(List<TrainingRow> rows) {
        double[] sorted = rows.stream()
                .flatMap(r -> Stream.of(r.trainAccuracy(), r.validAccuracy()))
                .filter(a -> !Double.isNaN(a))
                .mapToDouble(Double::doubleValue)
                .sorted()
                .toArray();
        double low = sorted.length == 0
                ? 0
                : Arrays.stream(sorted).skip(sorted.length / 20).findFirst().orElse(0);
        return Math.floor(20 * Math.min(low, 0.95)) / 20;
    }
}
