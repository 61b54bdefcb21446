package org.nalsm.spark.family.diehlcook.report;

import java.util.List;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.nalsm.spark.family.diehlcook.table.LearningCurveRow;
import org.nalsm.spark.figure.ChartStyle;
import org.nalsm.spark.figure.Drawing;
import org.nalsm.spark.figure.Exhibit;
import org.nalsm.spark.figure.Numbers;
import org.nalsm.spark.figure.Palette;

/** Accuracy while the network was trained. */
final class LearningCurveFigure {
    private static final String HEADING = "Accuracy while the network was trained";
    private static final int HEIGHT = 320;

    private LearningCurveFigure() {}

    static Exhibit of(RunData data) {
        List<LearningCurveRow> curve = data.curve();
        if (curve.isEmpty()) {
            return Exhibit.missing(
                    HEADING,
                    "This run has kept no networks of its training (diehl-cook.training.snapshots), so accuracy while "
                            + "training is not known.");
        }
        double[] x = curve.stream().mapToDouble(LearningCurveRow::presented).toArray();
        double[] y = curve.stream().mapToDouble(row -> 100 * row.accuracy()).toArray();
        XYChart chart = ChartStyle.xy(ChartStyle.WIDTH, HEIGHT, "training samples", "accuracy (%)");
        double least =
                curve.stream().mapToDouble(LearningCurveRow::accuracy).min().orElseThrow();
        chart.getStyler()
                .setXAxisMin(0.0)
                .setYAxisMin(10 * Math.floor(10 * least))
                .setYAxisMax(100.0)
                .setXAxisDecimalPattern("#,##0")
                .setYAxisDecimalPattern("0");
        XYSeries line = ChartStyle.line(chart, "accuracy", x, y, Palette.BLUE, ChartStyle.SOLID);
        line.setMarker(SeriesMarkers.CIRCLE);
        line.setMarkerColor(Palette.BLUE);
        LearningCurveRow last = curve.get(curve.size() - 1);
        return Exhibit.of(
                HEADING,
                Drawing.of(chart).svg("learning-curve", "Accuracy of snapshots over the samples of training"),
                "Each dot is a network kept while training. %s samples of the training file named its neurons, %s others "
                                .formatted(Numbers.whole(last.observed()), Numbers.whole(last.classified()))
                        + "were classified, so the standard error of a dot is about "
                        + Numbers.significant(
                                100 * Math.sqrt(last.accuracy() * (1 - last.accuracy()) / last.classified()))
                        + " points; the accuracy of the run itself comes from "
                        + "more samples. No test sample takes part. The last dot is "
                        + Numbers.percent(last.accuracy()) + ". The vertical axis starts at "
                        + Numbers.significant(10 * Math.floor(10 * least)) + " %.");
    }
}
