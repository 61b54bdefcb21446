package org.nalsm.spark.family.csdp.report;

import java.awt.BasicStroke;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.XYChart;
import org.nalsm.spark.family.csdp.table.CsdpGoodnessRow;
import org.nalsm.spark.family.csdp.table.CsdpTrainingRow;
import org.nalsm.spark.figure.ChartStyle;
import org.nalsm.spark.figure.Drawing;
import org.nalsm.spark.figure.Exhibit;
import org.nalsm.spark.figure.Numbers;
import org.nalsm.spark.figure.Palette;

/** Goodness of real and of negative samples: over the training, and over the steps in which a sample is shown. */
final class GoodnessFigures {
    private static final String HEADING = "Goodness";
    private static final int HEIGHT = 280;
    private static final int LEFT = 56;

    private final RunData data;

    private GoodnessFigures(RunData data) {
        this.data = data;
    }

    static List<Exhibit> of(RunData data) {
        if (data.goodness().isEmpty()) {
            return List.of(Exhibit.missing(
                    HEADING, "Goodness is recorded while training, and this network was trained by another program."));
        }
        GoodnessFigures figures = new GoodnessFigures(data);
        return List.of(figures.overTraining(), figures.overSteps());
    }

    private Exhibit overTraining() {
        Curve curve = new Curve(data);
        XYChart first = curve.chart(HEIGHT, LEFT, "", "first hidden layer");
        curve.line(first, "real", CsdpTrainingRow::positiveGoodness1, Palette.BLUE);
        curve.line(first, "negative", CsdpTrainingRow::negativeGoodness1, Palette.VERMILION);
        threshold(first, 0, (double) data.minibatches().size() / data.settings().minibatches());
        XYChart second = curve.chart(HEIGHT, LEFT, "epoch", "second hidden layer");
        curve.line(second, "real", CsdpTrainingRow::positiveGoodness2, Palette.BLUE);
        curve.line(second, "negative", CsdpTrainingRow::negativeGoodness2, Palette.VERMILION);
        threshold(
                second, 0, (double) data.minibatches().size() / data.settings().minibatches());
        for (XYChart chart : List.of(first, second)) {
            chart.getStyler().setYAxisMin(0.0);
            ChartStyle.legendBelow(chart.getStyler());
        }
        CsdpTrainingRow last = data.minibatches().get(data.minibatches().size() - 1);
        return Exhibit.of(
                "Goodness over the training",
                Drawing.of(first).below(second).svg("goodness-training", "Goodness of both layers over the epochs"),
                "Sum of a layer's squared traces, mean over the steps and the samples of a minibatch. Plasticity raises it for "
                        + "real samples and lowers it for negative ones; the dashed line is where neither is likelier ("
                        + Numbers.significant(
                                data.settings().config().dynamics().goodnessThreshold())
                        + "). At the end: first layer " + pair(last.positiveGoodness1(), last.negativeGoodness1())
                        + ", second layer " + pair(last.positiveGoodness2(), last.negativeGoodness2()) + ".");
    }

    private static String pair(double positive, double negative) {
        return Numbers.decimals(positive, 1) + " for real and " + Numbers.decimals(negative, 1)
                + " for negative samples";
    }

    private Exhibit overSteps() {
        int epochs = data.goodness().get(data.goodness().size() - 1).epoch();
        Drawing drawing = Drawing.of(steps(1, epochs)).below(steps(2, epochs));
        return Exhibit.of(
                "Goodness while a sample is shown",
                drawing.svg("goodness-steps", "Goodness of both layers over the steps"),
                "Mean goodness of the first (above) and the second hidden layer (below) in each step, in epoch 1 (thin) and "
                        + "epoch " + epochs
                        + " (thick). The first layer sees its input from step 2 on, the second from step 3.");
    }

    private XYChart steps(int layer, int epochs) {
        XYChart chart = ChartStyle.xy(
                ChartStyle.WIDTH, HEIGHT, "step", layer == 1 ? "first hidden layer" : "second hidden layer");
        int steps = data.settings().config().dynamics().steps();
        chart.getStyler()
                .setXAxisMin(0.0)
                .setXAxisMax((double) steps)
                .setYAxisMin(0.0)
                .setXAxisTitleVisible(layer == 2)
                .setXAxisDecimalPattern("0");
        chart.getStyler().setYAxisLeftWidthHint(LEFT);
        ChartStyle.legendBelow(chart.getStyler());
        if (epochs > 1) {
            line(chart, "real, epoch 1", layer, 1, CsdpGoodnessRow::positive, true, ChartStyle.THIN);
            line(chart, "negative, epoch 1", layer, 1, CsdpGoodnessRow::negative, false, ChartStyle.THIN);
        }
        line(chart, "real, epoch " + epochs, layer, epochs, CsdpGoodnessRow::positive, true, ChartStyle.SOLID);
        line(chart, "negative, epoch " + epochs, layer, epochs, CsdpGoodnessRow::negative, false, ChartStyle.SOLID);
        threshold(chart, 0, steps);
        return chart;
    }

    private void line(
            XYChart chart,
            String name,
            int layer,
            int epoch,
            ToDoubleFunction<CsdpGoodnessRow> value,
            boolean real,
            BasicStroke stroke) {
        List<CsdpGoodnessRow> rows = data.goodness().stream()
                .filter(row -> row.layer() == layer && row.epoch() == epoch)
                .toList();
        ChartStyle.line(
                chart,
                name,
                rows.stream().mapToDouble(CsdpGoodnessRow::step).toArray(),
                rows.stream().mapToDouble(value).toArray(),
                real ? Palette.BLUE : Palette.VERMILION,
                stroke);
    }

    private void threshold(XYChart chart, double from, double to) {
        double level = data.settings().config().dynamics().goodnessThreshold();
        ChartStyle.line(
                        chart,
                        "threshold",
                        new double[] {from, to},
                        new double[] {level, level},
                        Palette.GREY,
                        ChartStyle.DASHED)
                .setShowInLegend(false);
    }
}
