package org.nalsm.spark.figure;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.knowm.xchart.HeatMapChart;
import org.knowm.xchart.HeatMapChartBuilder;
import org.nalsm.engine.analysis.ConfusionMatrix;
import org.nalsm.spark.table.PredictionRow;

/** Which classes of test samples are taken for which. */
public final class ConfusionFigure {
    private static final String HEADING = "Confusion matrix of the test samples";
    private static final int CLASSES = ConfusionMatrix.CLASSES;
    private static final int SIDE = 560;

    private ConfusionFigure() {}

    /** @param predictions of the test samples; none where they are not known */
    public static Exhibit of(List<PredictionRow> predictions) {
        if (predictions.isEmpty()) {
            return Exhibit.missing(
                    HEADING, "This run has no predictions of test samples, so there is no confusion matrix.");
        }
        ConfusionMatrix matrix = ConfusionMatrix.of(
                predictions.stream().mapToInt(PredictionRow::label).toArray(),
                predictions.stream().mapToInt(PredictionRow::predicted).toArray());
        return Exhibit.of(
                        HEADING,
                        Drawing.of(chart(matrix))
                                .svg(
                                        "confusion-matrix",
                                        "Heat map of the confusion "
                                                + "matrix; the table below has recall and precision of each class"),
                        caption(matrix))
                .with(table(matrix));
    }

    private static HeatMapChart chart(ConfusionMatrix matrix) {
        HeatMapChart chart = new HeatMapChartBuilder()
                .width(SIDE)
                .height(SIDE)
                .xAxisTitle("predicted class")
                .yAxisTitle("class of the sample")
                .build();
        HeatMaps.style(chart, Palette.amounts());
        chart.getStyler().setHeatMapValueDecimalPattern("#,##0");
        chart.getStyler().setLegendVisible(false);
        List<Integer> classes = IntStream.range(0, CLASSES).boxed().toList();
        List<Integer> fromTheTop =
                IntStream.range(0, CLASSES).mapToObj(c -> CLASSES - 1 - c).toList();
        List<Number[]> cells = new ArrayList<>();
        for (int label = 0; label < CLASSES; label++) {
            for (int predicted = 0; predicted < CLASSES; predicted++) {
                if (matrix.count(label, predicted) > 0) {
                    cells.add(new Number[] {predicted, CLASSES - 1 - label, matrix.count(label, predicted)});
                }
            }
        }
        chart.addSeries("samples", classes, fromTheTop, cells).setMin(0);
        return chart;
    }

    private static String caption(ConfusionMatrix matrix) {
        return "Number of test samples of each class (row) that were taken for each class (column). The diagonal "
                + "holds the " + Numbers.whole((double) matrix.correct()) + " of "
                + Numbers.whole((double) matrix.total())
                + " samples that were classified correctly (" + Numbers.percent(matrix.accuracy())
                + "); everything beside it is a mistake, and an empty field is none. The colour follows the "
                + "square root of the number, so that rare mistakes show.";
    }

    private static String table(ConfusionMatrix matrix) {
        List<List<String>> rows = new ArrayList<>();
        for (int c = 0; c < CLASSES; c++) {
            int label = c;
            long samples = IntStream.range(0, CLASSES)
                    .mapToLong(p -> matrix.count(label, p))
                    .sum();
            int other = IntStream.range(0, CLASSES)
                    .filter(p -> p != label)
                    .boxed()
                    .reduce((a, b) -> matrix.count(label, b) > matrix.count(label, a) ? b : a)
                    .orElseThrow();
            rows.add(List.of(
                    Integer.toString(c),
                    Numbers.whole((double) samples),
                    Numbers.percent(matrix.recall(c)),
                    Numbers.percent(matrix.precision(c)),
                    matrix.count(c, other) == 0
                            ? Numbers.UNKNOWN
                            : String.format(Locale.ROOT, "%d (%,d of %,d)", other, matrix.count(c, other), samples)));
        }
        return Html.table(
                "recall",
                List.of("class", "samples", "recall", "precision", "most often mistaken for"),
                List.of(true, true, true, true, true),
                rows);
    }
}
