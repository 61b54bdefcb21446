package org.nalsm.spark.family.diehlcook;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.nalsm.engine.analysis.ConfusionMatrix;
import org.nalsm.engine.analysis.EvenlySpaced;
import org.nalsm.engine.dataset.Split;
import org.nalsm.engine.random.Philox;
import org.nalsm.spark.family.diehlcook.config.DiehlCookKeys.TestKeys.TestOrder;
import org.nalsm.spark.family.diehlcook.table.ConfusionRow;
import org.nalsm.spark.family.diehlcook.table.ResponseRow;
import org.nalsm.spark.run.Metric;
import org.nalsm.spark.run.Phase;
import org.nalsm.spark.run.Progress;
import org.nalsm.spark.run.SampleBlock;
import org.nalsm.spark.table.PredictionRow;
import org.nalsm.spark.table.ResultsStore;

/** Shows the samples of splits valid and test to the trained network and lets its named neurons vote on their classes. */
final class TestPhase implements Phase {
    static final String NAME = "test";

    private static final List<Split> SPLITS = List.of(Split.VALID, Split.TEST);
    private static final double NANOS = 1e-9;

    private final DiehlCookRun run;
    private final ResultsStore store;

    TestPhase(DiehlCookRun run) {
        this.run = run;
        this.store = run.store();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean isDone() {
        return SPLITS.stream()
                .allMatch(split -> store.has(PredictionRow.TABLE, ResultsStore.SINGLE_FILE, run.runId(), split.label())
                        && store.has(ConfusionRow.TABLE, ResultsStore.SINGLE_FILE, run.runId(), split.label())
                        && SampleShow.isDone(store, run.runId(), blocks(split)));
    }

    @Override
    public Map<String, Double> run(Progress progress) {
        List<SampleBlock> blocks =
                SPLITS.stream().flatMap(split -> blocks(split).stream()).toList();
        long from = System.nanoTime();
        long shown = SampleShow.of(run)
                .run("test samples", TrainedNetworkTable.frozen(store, run.settings()), blocks, recorded(), progress);
        double seconds = (System.nanoTime() - from) * NANOS;
        Map<String, Double> measured = new HashMap<>();
        if (shown > 0) {
            measured.put(Metric.SAMPLES_PER_SECOND.name(), shown / seconds);
        }
        int[] labels = LabellingPhase.read(store, run.runId());
        measured.put(Metric.VALID_ACCURACY.name(), predict(Split.VALID, labels, measured));
        measured.put(Metric.TEST_ACCURACY.name(), predict(Split.TEST, labels, measured));
        return measured;
    }

    private List<SampleBlock> blocks(Split split) {
        return SampleBlock.of(
                split,
                run.context().experiment().samples(split),
                run.settings().keys().samplesPerBlock());
    }

    /** Evenly spaced test samples. */
    private Set<Integer> recorded() {
        int samples = run.context().experiment().samples(Split.TEST);
        int count = Math.min(samples, run.settings().keys().test().recordedSamples());
        Set<Integer> ids = new HashSet<>();
        Arrays.stream(EvenlySpaced.positions(count, samples)).forEach(k -> ids.add(Split.TEST.sampleId(k)));
        return ids;
    }

    private double predict(Split split, int[] labels, Map<String, Double> measured) {
        List<PredictionRow> each = new ArrayList<>();
        long[] sums = new long[2];
        store.<ResponseRow>readBlocks(ResponseRow.TABLE, run.runId(), split.label(), row -> {
            each.add(Votes.predict(row, labels));
            sums[0] += row.spikes();
            sums[1] += row.spikes() < run.settings().keys().minSpikes() ? 1 : 0;
        });
        List<PredictionRow> predictions = split == Split.TEST ? drawn(each) : each;
        ConfusionMatrix confusion = Votes.confusion(predictions);
        store.write(PredictionRow.TABLE, ResultsStore.SINGLE_FILE, predictions.stream(), run.runId(), split.label());
        store.write(ConfusionRow.TABLE, ResultsStore.SINGLE_FILE, Votes.rows(confusion), run.runId(), split.label());
        measured.put(DiehlCookFamily.SPIKES.name(), (double) sums[0] / each.size());
        measured.put(DiehlCookFamily.SILENT.name(), (double) sums[1]);
        return confusion.accuracy();
    }

    /** The predictions that count: all, or those of samples drawn with replacement. */
    private List<PredictionRow> drawn(List<PredictionRow> all) {
        if (run.settings().keys().test().order() == TestOrder.ALL) {
            return all;
        }
        Philox random = new Philox(run.settings().seed());
        Stream<PredictionRow> drawn = IntStream.range(
                        0, run.settings().keys().test().draws())
                .map(draw -> random.word(org.nalsm.engine.random.Stream.DIEHL_COOK_TEST_DRAW, draw, 0, 0))
                .mapToObj(word -> all.get((int) (Integer.toUnsignedLong(word) * all.size() >>> Integer.SIZE)));
        return drawn.toList();
    }
}
