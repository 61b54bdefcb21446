package org.nalsm.spark.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.nalsm.engine.dataset.Split;
import org.nalsm.spark.job.Experiment;
import org.nalsm.spark.table.ResultsStore;
import org.nalsm.spark.table.RunRow;

/** The report of a complete run. */
public final class RunReport {
    private final RunData data;
    private final RunRow row;

    RunReport(RunData data) {
        this.data = data;
        this.row = data.row();
    }

    /**
     * Reads a run and draws its figures; computes the branching factors that are not on disk and stores them.
     *
     * @param row the run
     * @param experiment its experiment
     * @throws org.nalsm.engine.UserException NO_INPUT if the run is not complete, BAD_DATA if a file is damaged
     */
    public static Report of(ResultsStore store, RunRow row, Experiment experiment) {
        Fonts.require();
        return new RunReport(RunData.read(store, row, experiment)).report();
    }

    Report report() {
        Page page = new Page("Run " + row.runId(), subtitle()).headlines(headlines());
        if (!data.intact()) {
            page.note("Some of the files that this run wrote are no longer there; what they held is left out.");
        }
        page.section("accuracy", "Accuracy")
                .add(AccuracyFigure.of(data))
                .add(ConfusionFigure.of(data))
                .section("activity", "Activity")
                .add(RasterFigure.of(data))
                .add(ActivityFigure.of(data))
                .section("liquid", "Liquid")
                .add(WeightFigure.of(data))
                .add(RateFigure.of(data))
                .add(BranchingFigure.of(data))
                .section("provenance", "Provenance")
                .html(Html.pairs(provenance()))
                .runOnSection("configuration", "Configuration")
                .html(Settings.table(row.config()));
        return page.finish("Made by nalsm report from the tables of run " + row.runId() + ".");
    }

    private String subtitle() {
        return String.format(
                Locale.ROOT,
                "%s on %s; %,d neurons; %,d training, %,d validation and %,d test samples of " + "%d ms",
                row.model(),
                row.dataset(),
                data.network().liquid(),
                samples(Split.TRAIN),
                samples(Split.VALID),
                samples(Split.TEST),
                data.durationMs());
    }

    private int samples(Split split) {
        return data.experiment().samples().get(split);
    }

    private List<Page.Headline> headlines() {
        RunRow.Scores scores = row.scores();
        List<Page.Headline> headlines = new ArrayList<>(List.of(
                new Page.Headline(Numbers.percent(scores.testAccuracy()), "test accuracy"),
                new Page.Headline(Numbers.percent(scores.validAccuracy()), "validation accuracy"),
                new Page.Headline(Numbers.percent(scores.trainAccuracy()), "training accuracy")));
        if (!data.branchingFactors().isEmpty()) {
            headlines.add(new Page.Headline(
                    Numbers.decimals(BranchingFigure.mean(data.branchingFactors()), 2), "branching factor"));
        }
        headlines.add(new Page.Headline(Numbers.whole(scores.liquidSpikesPerSample()), "liquid spikes per sample"));
        return headlines;
    }

    private List<List<String>> provenance() {
        RunRow.PhaseSeconds seconds = row.seconds();
        RunRow.Scores scores = row.scores();
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("run", row.runId()));
        rows.add(List.of("code version", row.codeVersion()));
        rows.add(List.of("Spark version", row.sparkVersion()));
        rows.add(List.of("backend", row.backend()));
        rows.add(List.of("network", row.networkId()));
        rows.add(List.of("seeds", "network.seed " + row.networkSeed() + ", run.seed " + row.runSeed()));
        rows.add(List.of("started", Numbers.time(row.startedAt())));
        rows.add(List.of("finished", row.finishedAt().map(Numbers::time).orElse(Numbers.UNKNOWN)));
        rows.add(List.of(
                "time",
                Numbers.duration(seconds.total()) + " (network " + Numbers.duration(seconds.network())
                        + ", initialisation " + Numbers.duration(seconds.initialisation()) + ", simulation "
                        + Numbers.duration(seconds.simulation()) + ", readout " + Numbers.duration(seconds.readout())
                        + ")"));
        rows.add(List.of("simulation rate", Numbers.significant(scores.samplesPerSecond()) + " samples/s"));
        rows.add(List.of(
                "spikes per sample",
                "liquid " + Numbers.whole(scores.liquidSpikesPerSample()) + ", input "
                        + Numbers.whole(scores.inputSpikesPerSample())));
        rows.add(List.of(
                "neurons",
                Numbers.whole(data.network().excitatory()) + " excitatory, "
                        + Numbers.whole(data.network().liquid()
                                - (double) data.network().excitatory()) + " inhibitory, "
                        + Numbers.whole(data.network().inputs()) + " inputs"));
        rows.add(List.of("synapses", Numbers.whole(data.network().synapses())));
        rows.add(List.of(
                "best epoch",
                scores.bestEpoch().isPresent()
                        ? Integer.toString(scores.bestEpoch().getAsInt())
                        : Numbers.UNKNOWN));
        return rows;
    }
}
