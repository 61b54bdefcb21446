package org.nalsm.spark.family.liquid.report;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.nalsm.engine.dataset.Split;
import org.nalsm.engine.liquid.network.Network;
import org.nalsm.spark.family.liquid.LiquidSettings;
import org.nalsm.spark.family.liquid.config.ReadoutConfig;
import org.nalsm.spark.figure.AccuracyFigure;
import org.nalsm.spark.figure.ConfusionFigure;
import org.nalsm.spark.figure.Html;
import org.nalsm.spark.figure.Numbers;
import org.nalsm.spark.figure.ReportSection;
import org.nalsm.spark.run.StoredRun;

/** What the report of a liquid's run shows. */
public final class LiquidReport {
    private LiquidReport() {}

    /**
     * The sections of a complete run's report: accuracy, activity, liquid. Computes the branching factors of recorded
     * samples that are not on disk, and stores them.
     *
     * @throws org.nalsm.engine.UserException BAD_DATA if a file is damaged
     */
    public static List<ReportSection> of(StoredRun run) {
        LiquidData data = LiquidData.read(run);
        double testAccuracy = run.row().outcome().testAccuracy();
        return List.of(
                new ReportSection(
                        "accuracy",
                        "Accuracy",
                        List.of(
                                AccuracyFigure.of(training(data, testAccuracy)),
                                ConfusionFigure.of(data.predictions()))),
                new ReportSection("activity", "Activity", List.of(RasterFigure.of(data), ActivityFigure.of(data))),
                new ReportSection(
                        "liquid",
                        "Liquid",
                        List.of(
                                WeightFigure.of(data).with(size(data.network())),
                                RateFigure.of(data),
                                BranchingFigure.of(data))));
    }

    /** Model, data, size and number of samples, in a line. */
    public static String summary(StoredRun run) {
        LiquidSettings settings = LiquidSettings.of(run.experiment());
        Map<Split, Integer> samples = run.experiment().samples();
        return String.format(
                Locale.ROOT,
                "%s on %s; %,d neurons; %,d training, %,d validation and %,d test samples of %d ms",
                run.row().model(),
                run.row().dataset(),
                settings.neurons(),
                samples.get(Split.TRAIN),
                samples.get(Split.VALID),
                samples.get(Split.TEST),
                settings.config().simulation().durationMs());
    }

    private static AccuracyFigure.Training training(LiquidData data, double testAccuracy) {
        ReadoutConfig readout = data.settings().config().readout();
        boolean lbfgs = readout.optimiser() == ReadoutConfig.Optimiser.LBFGS;
        String fits = switch (readout.trainer()) {
            case DRIVER ->
                "Fits run from the largest penalty to the smallest, each starting where the one before ended.";
            case SPARK_ML -> "Spark ML tells of the last iteration of each fit alone.";
            case DL4J -> "";
        };
        return new AccuracyFigure.Training(
                "readout", lbfgs ? "iteration" : "epoch", lbfgs ? fits : "", data.training(), testAccuracy);
    }

    private static String size(Network network) {
        return Html.pairs(List.of(
                List.of(
                        "neurons",
                        Numbers.whole(network.excitatory()) + " excitatory, "
                                + Numbers.whole(network.liquid() - (double) network.excitatory()) + " inhibitory, "
                                + Numbers.whole(network.inputs()) + " inputs"),
                List.of("synapses", Numbers.whole(network.synapses()))));
    }
}
