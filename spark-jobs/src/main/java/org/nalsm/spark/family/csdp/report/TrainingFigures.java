package org.nalsm.spark.family.csdp.report;

import java.awt.Color;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.nalsm.spark.family.csdp.table.CsdpEpochRow;
import org.nalsm.spark.family.csdp.table.CsdpTrainingRow;
import org.nalsm.spark.figure.ChartStyle;
import org.nalsm.spark.figure.Drawing;
import org.nalsm.spark.figure.Exhibit;
import org.nalsm.spark.figure.Numbers;
import org.nalsm.spark.figure.Palette;

/** Accuracy, errors and spikes over the epochs. */
final class TrainingFigures {
    private static final String HEADING = "Accuracy while the network was trained";
    private static final int HEIGHT = 320;
    private static final int PANEL = 230;
    private static final int LEFT = 64;
    private static final double PERCENT = 100;
    /** Of the largest value, so that its marker is drawn whole. */
    private static final double HEADROOM = 1.05;

    private final RunData data;
    private final List<CsdpEpochRow> epochs;
    private final Curve curve;

    private TrainingFigures(RunData data) {
        this.data = data;
        this.epochs = data.epochs();
        this.curve = new Curve(data);
    }

    static List<Exhibit> of(RunData data) {
        if (data.epochs().isEmpty()) {
            return List.of(Exhibit.missing(
                    HEADING, "The network of this run was trained by another program, so its training is not shown."));
        }
        TrainingFigures figures = new TrainingFigures(data);
        return List.of(figures.accuracy(), figures.errors(), figures.spikes());
    }

    private Exhibit accuracy() {
        XYChart chart = curve.chart(HEIGHT, LEFT, "epoch", "accuracy (%)");
        chart.getStyler().setYAxisMin(0.0).setYAxisMax(PERCENT).setYAxisDecimalPattern("0");
        ChartStyle.legendBelow(chart.getStyler());
        curve.line(chart, "training, label shown", row -> PERCENT * row.accuracy(), Palette.ORANGE);
        validated(chart, "validation", row -> PERCENT * row.validAccuracy(), Palette.BLUE);
        ChartStyle.points(
                        chart,
                        "test",
                        new double[] {epochs.size() - 1.0},
                        new double[] {PERCENT * data.testAccuracy()},
                        Palette.VERMILION)
                .setMarker(SeriesMarkers.DIAMOND);
        CsdpEpochRow best = epochs.stream()
                .max(Comparator.comparingDouble(CsdpEpochRow::validAccuracy).thenComparing(CsdpEpochRow::epoch))
                .orElseThrow();
        return Exhibit.of(
                HEADING,
                Drawing.of(chart).svg("accuracy", "Training and validation accuracy over the epochs"),
                "Share of samples that the network names correctly: real samples while it learns from them"
                        + (data.settings().config().isSupervised()
                                ? ", which is no estimate of how well it generalises, as their labels are shown to it as "
                                        + "context"
                                : "")
                        + "; and all validation samples, without context, after each epoch. The best validation, "
                        + Numbers.percent(best.validAccuracy()) + ", is that of epoch " + best.epoch()
                        + "; the diamond is the test accuracy, " + Numbers.percent(data.testAccuracy()) + ".");
    }

    private Exhibit errors() {
        XYChart nll = curve.chart(PANEL, LEFT, "", "nats");
        ChartStyle.legendBelow(nll.getStyler());
        nll.getStyler().setYAxisMin(0.0).setYAxisMax(HEADROOM * largest(CsdpEpochRow::validNll));
        curve.line(nll, "training entropy", CsdpTrainingRow::entropy, Palette.ORANGE);
        validated(nll, "validation, negative log-likelihood", CsdpEpochRow::validNll, Palette.BLUE);
        XYChart reconstruction = curve.chart(PANEL, LEFT, "epoch", "sum over pixels");
        ChartStyle.legendBelow(reconstruction.getStyler());
        reconstruction.getStyler().setYAxisMin(0.0).setYAxisMax(HEADROOM * largest(CsdpEpochRow::validCrossEntropy));
        validated(reconstruction, "cross-entropy (nats)", CsdpEpochRow::validCrossEntropy, Palette.PURPLE);
        validated(reconstruction, "squared error", CsdpEpochRow::validSquaredError, Palette.GREEN);
        CsdpEpochRow last = epochs.get(epochs.size() - 1);
        return Exhibit.of(
                "Likelihood and reconstruction",
                Drawing.of(nll).below(reconstruction).svg("errors", "Likelihood and reconstruction over the epochs"),
                "Above: entropy of the softmax of the classifier's spike counts while training, and negative log-likelihood of "
                        + "the validation samples' classes. Below: how far reconstructions of the validation samples are from "
                        + "the images, summed over the 784 pixels; at the end "
                        + Numbers.decimals(last.validCrossEntropy(), 1) + " nats and "
                        + Numbers.decimals(last.validSquaredError(), 1) + ".");
    }

    private Exhibit spikes() {
        XYChart pixels = curve.chart(PANEL, LEFT, "", "spikes a step");
        curve.line(pixels, "input", CsdpTrainingRow::inputSpikes, Palette.GREY);
        curve.line(pixels, "reconstruction", CsdpTrainingRow::reconstructionSpikes, Palette.GREEN);
        XYChart others = curve.chart(PANEL, LEFT, "epoch", "spikes a step");
        curve.line(others, "first hidden layer", CsdpTrainingRow::hidden1Spikes, Palette.BLUE);
        curve.line(others, "second hidden layer", CsdpTrainingRow::hidden2Spikes, Palette.VERMILION);
        curve.line(others, "classifier", CsdpTrainingRow::classifierSpikes, Palette.ORANGE);
        for (XYChart chart : List.of(pixels, others)) {
            chart.getStyler().setYAxisMin(0.0);
            ChartStyle.legendBelow(chart.getStyler());
        }
        CsdpTrainingRow last = data.minibatches().get(data.minibatches().size() - 1);
        return Exhibit.of(
                "Spikes while training",
                Drawing.of(pixels).below(others).svg("training-spikes", "Spikes of each layer over the epochs"),
                "Spikes of each layer in a step, mean over the real and negative samples of the minibatches: at the end "
                        + Numbers.decimals(last.hidden1Spikes(), 1) + " of "
                        + Numbers.whole(data.settings().config().hidden1()) + " neurons in the first hidden layer and "
                        + Numbers.decimals(last.hidden2Spikes(), 1) + " of "
                        + Numbers.whole(data.settings().config().hidden2()) + " in the second.");
    }

    private double largest(ToDoubleFunction<CsdpEpochRow> value) {
        return epochs.stream().mapToDouble(value).max().orElseThrow();
    }

    private void validated(XYChart chart, String name, ToDoubleFunction<CsdpEpochRow> value, Color colour) {
        ChartStyle.line(
                        chart,
                        name,
                        epochs.stream().mapToDouble(CsdpEpochRow::epoch).toArray(),
                        epochs.stream().mapToDouble(value).toArray(),
                        colour,
                        ChartStyle.SOLID)
                .setMarker(SeriesMarkers.CIRCLE)
                .setMarkerColor(colour);
    }
}
