package org.nalsm.spark.family.csdp;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.broadcast.Broadcast;
import org.nalsm.engine.csdp.CsdpNetwork;
import org.nalsm.engine.dataset.Split;
import org.nalsm.spark.family.csdp.table.CsdpResponseRow;
import org.nalsm.spark.run.BlockJob;
import org.nalsm.spark.run.Metric;
import org.nalsm.spark.run.Phase;
import org.nalsm.spark.run.Progress;
import org.nalsm.spark.run.SampleBlock;
import org.nalsm.spark.table.PredictionRow;
import org.nalsm.spark.table.ResultsStore;

/** The trained network on all validation and test samples, every one once. */
final class TestPhase implements Phase {
    static final String NAME = "test";

    private static final double NANOS = 1e-9;

    private final CsdpRun run;
    private final ResultsStore store;

    TestPhase(CsdpRun run) {
        this.run = run;
        this.store = run.store();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean isDone() {
        return BlockJob.missing(store, run.runId(), PredictionRow.TABLE, blocks())
                .isEmpty();
    }

    @Override
    public Map<String, Double> run(Progress progress) {
        CsdpSettings settings = run.settings();
        Broadcast<CsdpNetwork> network = run.context()
                .spark()
                .broadcast(StoredNetwork.read(
                        store, run.runId(), settings.config().test().parameters(), settings.model()));
        long from = System.nanoTime();
        long shown = new BlockJob(run.context().spark(), store, run.runId())
                .run(
                        "show samples",
                        blocks(),
                        new SampleBlocks(
                                settings,
                                network,
                                run.context().samples(),
                                settings.config().test().recordedSamples()),
                        progress);
        double seconds = (System.nanoTime() - from) * NANOS;
        network.destroy();
        Map<String, Double> measured = new HashMap<>(measured());
        if (shown > 0) {
            measured.put(Metric.SAMPLES_PER_SECOND.name(), shown / seconds);
        }
        return measured;
    }

    private List<SampleBlock> blocks() {
        int size = run.settings().config().test().samplesPerBlock();
        return Stream.of(Split.VALID, Split.TEST)
                .flatMap(split ->
                        SampleBlock.of(split, run.context().experiment().samples(split), size).stream())
                .toList();
    }

    private Map<String, Double> measured() {
        double[] sums = new double[5];
        int[] count = new int[1];
        store.<CsdpResponseRow>readBlocks(CsdpResponseRow.TABLE, run.runId(), Split.TEST.label(), row -> {
            sums[0] += row.nll();
            sums[1] += row.crossEntropy();
            sums[2] += row.squaredError();
            sums[3] += row.hidden1Spikes();
            sums[4] += row.hidden2Spikes();
            count[0]++;
        });
        double n = count[0];
        double steps = n * run.settings().config().dynamics().steps();
        return Map.of(
                Metric.VALID_ACCURACY.name(), accuracy(Split.VALID),
                Metric.TEST_ACCURACY.name(), accuracy(Split.TEST),
                CsdpFamily.TEST_NLL.name(), sums[0] / n,
                CsdpFamily.TEST_CROSS_ENTROPY.name(), sums[1] / n,
                CsdpFamily.TEST_SQUARED_ERROR.name(), sums[2] / n,
                CsdpFamily.HIDDEN1_SPIKES.name(), sums[3] / steps,
                CsdpFamily.HIDDEN2_SPIKES.name(), sums[4] / steps);
    }

    private double accuracy(Split split) {
        return PredictionRow.accuracy(store.readPartition(PredictionRow.TABLE, run.runId(), split.label()));
    }
}
