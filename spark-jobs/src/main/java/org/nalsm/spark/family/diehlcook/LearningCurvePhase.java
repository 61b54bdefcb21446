package org.nalsm.spark.family.diehlcook;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.nalsm.spark.family.diehlcook.table.LearningCurveRow;
import org.nalsm.spark.family.diehlcook.table.ResponseRow;
import org.nalsm.spark.run.Phase;
import org.nalsm.spark.run.Progress;
import org.nalsm.spark.run.SampleBlock;
import org.nalsm.spark.table.PredictionRow;
import org.nalsm.spark.table.ResultsStore;

/**
 * How accuracy grew while the network was trained: each snapshot is shown some samples of the training file, the first half of
 * them names its neurons, the second is classified. Never test samples, and nothing that the training depends on.
 */
final class LearningCurvePhase implements Phase {
    static final String NAME = "learning-curve";

    private static final String SPLIT = "after-";

    private final DiehlCookRun run;
    private final ResultsStore store;

    LearningCurvePhase(DiehlCookRun run) {
        this.run = run;
        this.store = run.store();
    }

    /** After how many samples the network is kept: evenly spaced, the end included. */
    static List<Integer> snapshots(DiehlCookSettings settings) {
        long steps = settings.trainingSteps();
        int count = settings.keys().training().snapshots();
        return IntStream.rangeClosed(1, count)
                .map(k -> (int) (steps * k / count))
                .filter(presented -> presented > 0)
                .distinct()
                .boxed()
                .toList();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean isDone() {
        return kept().isEmpty()
                || store.has(LearningCurveRow.TABLE, ResultsStore.SINGLE_FILE, run.runId())
                        && kept().stream()
                                .allMatch(presented -> SampleShow.isDone(store, run.runId(), blocks(presented)));
    }

    /** None of a network that was trained elsewhere. */
    private List<Integer> kept() {
        return run.isImported() ? List.of() : snapshots(run.settings());
    }

    /** The samples that a snapshot is shown. */
    private List<SampleBlock> blocks(int presented) {
        TrainingFile samples = run.settings().trainingFile();
        int shown = Math.min(run.settings().keys().training().snapshotSamples(), samples.size());
        return samples.blocks(
                SPLIT + "%09d".formatted(presented),
                0,
                shown,
                run.settings().keys().samplesPerBlock());
    }

    @Override
    public Map<String, Double> run(Progress progress) {
        if (!isDone()) {
            List<LearningCurveRow> curve = new ArrayList<>();
            for (int presented : kept()) {
                curve.add(point(presented, progress));
            }
            store.write(LearningCurveRow.TABLE, ResultsStore.SINGLE_FILE, curve.stream(), run.runId());
        }
        return Map.of();
    }

    private LearningCurveRow point(int presented, Progress progress) {
        List<SampleBlock> blocks = blocks(presented);
        String split = blocks.get(0).split();
        int shown = blocks.stream().mapToInt(SampleBlock::size).sum();
        if (!SampleShow.isDone(store, run.runId(), blocks)) {
            SampleShow.of(run)
                    .run(
                            "snapshot after " + presented,
                            TrainedNetworkTable.snapshot(store, run.settings(), presented),
                            blocks,
                            Set.of(),
                            progress);
        }
        List<ResponseRow> responses = new ArrayList<>();
        store.<ResponseRow>readBlocks(ResponseRow.TABLE, run.runId(), split, responses::add);
        int observed = (shown + 1) / 2;
        Labelling labelling = new Labelling(run.settings());
        responses.subList(0, observed).forEach(labelling);
        int[] labels = labelling.labels();
        List<PredictionRow> predictions = responses.subList(observed, shown).stream()
                .map(row -> Votes.predict(row, labels))
                .toList();
        return new LearningCurveRow(
                presented,
                observed,
                predictions.size(),
                Votes.confusion(predictions).accuracy(),
                (int) Labelling.labelled(labels),
                responses.stream().mapToInt(ResponseRow::spikes).average().orElse(0));
    }
}
