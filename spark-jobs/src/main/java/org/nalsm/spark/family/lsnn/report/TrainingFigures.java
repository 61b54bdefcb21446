package org.nalsm.spark.family.lsnn.report;

import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.nalsm.spark.family.lsnn.LsnnModel;
import org.nalsm.spark.family.lsnn.table.LsnnTrainingRow;
import org.nalsm.spark.figure.ChartStyle;
import org.nalsm.spark.figure.Drawing;
import org.nalsm.spark.figure.Exhibit;
import org.nalsm.spark.figure.Numbers;
import org.nalsm.spark.figure.Palette;

/** Accuracy, loss, rates and connections over the iterations. */
final class TrainingFigures {
    private static final int HEIGHT = 300;
    private static final int PANEL = 230;
    private static final int LEFT = 64;
    private static final int MOST_POINTS = 600;
    private static final double PERCENT = 100;

    private final LsnnModel model;
    private final List<LsnnTrainingRow> rows;
    private final double testAccuracy;
    /** Iterations that a point of a line is the mean of. */
    private final int together;

    TrainingFigures(LsnnModel model, List<LsnnTrainingRow> rows, double testAccuracy) {
        this.model = model;
        this.rows = rows;
        this.testAccuracy = testAccuracy;
        this.together = 1 + (rows.size() - 1) / MOST_POINTS;
    }

    List<Exhibit> exhibits() {
        if (rows.isEmpty()) {
            return List.of(
                    Exhibit.missing("Training", "This run has no table lsnn_training, so its training is not shown."));
        }
        List<Exhibit> exhibits = new ArrayList<>(List.of(accuracy(), loss()));
        exhibits.add(
                model.config().rewiring().enabled()
                        ? connections()
                        : Exhibit.missing(
                                "Connections", "Everything is connected in this network: it is not rewired."));
        return exhibits;
    }

    private Exhibit accuracy() {
        XYChart chart = empty(HEIGHT, "iteration", "accuracy (%)");
        chart.getStyler().setYAxisMin(0.0).setYAxisMax(PERCENT);
        ChartStyle.legendBelow(chart.getStyler());
        line(chart, "training", row -> PERCENT * row.accuracy(), Palette.ORANGE);
        line(chart, "validation", row -> PERCENT * row.validAccuracy(), Palette.BLUE);
        double[] end = {rows.size()};
        ChartStyle.points(chart, "test", end, new double[] {PERCENT * testAccuracy}, Palette.VERMILION)
                .setMarker(SeriesMarkers.DIAMOND);
        return Exhibit.of(
                "Accuracy while the network was trained",
                Drawing.of(chart).svg("accuracy", "Training and validation accuracy over the iterations"),
                "Share of correct answers on the batches that the network learned from, and in the validations in "
                        + "between. " + averaged()
                        + "The diamond is the test accuracy of the network as it is at the end, "
                        + Numbers.percent(testAccuracy) + ".");
    }

    private Exhibit loss() {
        XYChart loss = empty(PANEL, "", "loss (nats)");
        loss.getStyler().setYAxisMin(0.0);
        ChartStyle.legendBelow(loss.getStyler());
        line(loss, "cross-entropy, training", LsnnTrainingRow::loss, Palette.ORANGE);
        line(loss, "cross-entropy, validation", LsnnTrainingRow::validLoss, Palette.BLUE);
        line(loss, "rate regulariser", LsnnTrainingRow::rateRegularisation, Palette.GREY);
        XYChart rates = empty(PANEL, "iteration", "rate (Hz)");
        rates.getStyler().setYAxisMin(0.0);
        ChartStyle.legendBelow(rates.getStyler());
        line(rates, "highest", LsnnTrainingRow::rateMaxHz, Palette.VERMILION);
        line(rates, "mean", LsnnTrainingRow::rateMeanHz, Palette.BLUE);
        line(rates, "standard deviation", LsnnTrainingRow::rateDeviationHz, Palette.SKY);
        line(rates, "lowest", LsnnTrainingRow::rateMinHz, Palette.GREEN);
        return Exhibit.of(
                "Loss and firing rates",
                Drawing.of(loss).below(rates).svg("loss-and-rates", "Losses and firing rates over the iterations"),
                "Above: what training lowers, the mean cross-entropy of the answers and the rate regulariser, which aims at "
                        + Numbers.significant(model.config().training().targetRateHz())
                        + " Hz in every neuron. Below: highest, mean and lowest of the neurons' mean rates over a batch, "
                        + "and their standard deviation. " + averaged());
    }

    private Exhibit connections() {
        int inputs = model.inputs();
        int n = model.layer().neurons();
        XYChart chart = empty(HEIGHT, "iteration", "connected pairs (%)");
        chart.getStyler().setYAxisMin(0.0);
        ChartStyle.legendBelow(chart.getStyler());
        line(chart, "inputs to neurons", row -> PERCENT * row.connectedIn() / (inputs * (double) n), Palette.ORANGE);
        line(chart, "among neurons", row -> PERCENT * row.connectedRec() / (n * (double) n), Palette.BLUE);
        line(
                chart,
                "neurons to outputs",
                row -> PERCENT * row.connectedOut() / (n * (double) model.outputs()),
                Palette.GREEN);
        LsnnTrainingRow last = rows.get(rows.size() - 1);
        int all = last.connectedIn() + last.connectedRec() + last.connectedOut();
        return Exhibit.of(
                "Connections of each matrix",
                Drawing.of(chart).svg("connections", "Connected share of each matrix over the iterations"),
                "Deep rewiring keeps the number of connections, " + Numbers.whole(all)
                        + ", and moves them to where they are of use. In the end " + Numbers.whole(last.connectedIn())
                        + " come from the inputs, " + Numbers.whole(last.connectedRec())
                        + " are among the neurons and " + Numbers.whole(last.connectedOut())
                        + " go to the outputs.");
    }

    private String averaged() {
        return together == 1 ? "" : "Each point is the mean of " + together + " iterations. ";
    }

    private XYChart empty(int height, String xTitle, String yTitle) {
        XYChart chart = ChartStyle.xy(ChartStyle.WIDTH, height, xTitle, yTitle);
        chart.getStyler()
                .setXAxisMin(0.0)
                .setXAxisMax((double) rows.size())
                .setXAxisTitleVisible(!xTitle.isEmpty())
                .setXAxisDecimalPattern("#,##0");
        chart.getStyler().setYAxisLeftWidthHint(LEFT);
        return chart;
    }

    /** Means of consecutive iterations, of those that have a value. */
    private void line(XYChart chart, String name, ToDoubleFunction<LsnnTrainingRow> value, Color colour) {
        List<Double> x = new ArrayList<>();
        List<Double> y = new ArrayList<>();
        for (int from = 0; from < rows.size(); from += together) {
            List<LsnnTrainingRow> drawn = rows.subList(from, Math.min(rows.size(), from + together)).stream()
                    .filter(row -> !Double.isNaN(value.applyAsDouble(row)))
                    .toList();
            if (!drawn.isEmpty()) {
                x.add(drawn.stream()
                        .mapToInt(LsnnTrainingRow::iteration)
                        .average()
                        .orElseThrow());
                y.add(drawn.stream().mapToDouble(value).average().orElseThrow());
            }
        }
        if (!x.isEmpty()) {
            ChartStyle.line(
                    chart,
                    name,
                    x.stream().mapToDouble(Double::doubleValue).toArray(),
                    y.stream().mapToDouble(Double::doubleValue).toArray(),
                    colour,
                    ChartStyle.SOLID);
        }
    }
}
