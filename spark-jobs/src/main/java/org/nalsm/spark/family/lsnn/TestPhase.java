package org.nalsm.spark.family.lsnn;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.broadcast.Broadcast;
import org.nalsm.engine.dataset.Split;
import org.nalsm.spark.run.BlockJob;
import org.nalsm.spark.run.Metric;
import org.nalsm.spark.run.Phase;
import org.nalsm.spark.run.Progress;
import org.nalsm.spark.run.SampleBlock;
import org.nalsm.spark.run.SequentialJob;
import org.nalsm.spark.table.PredictionRow;
import org.nalsm.spark.table.ResultsStore;

/** The trained network on all validation and test samples, every one once, or on new sequences. */
final class TestPhase implements Phase {
    static final String NAME = "test";

    private static final double NANOS = 1e-9;
    private static final String TEST = Split.TEST.label();
    private static final String VALID = Split.VALID.label();

    private final LsnnRun run;
    private final ResultsStore store;

    TestPhase(LsnnRun run) {
        this.run = run;
        this.store = run.context().store();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean isDone() {
        return run.model().isImages()
                ? BlockJob.missing(store, run.runId(), PredictionRow.TABLE, blocks())
                        .isEmpty()
                : store.has(PredictionRow.TABLE, ResultsStore.SINGLE_FILE, run.runId(), TEST);
    }

    @Override
    public Map<String, Double> run(Progress progress) {
        Map<String, Double> measured = new HashMap<>();
        Broadcast<TrainedNetwork> network = run.context().spark().broadcast(TrainedNetwork.read(store, run.runId()));
        if (run.model().isImages()) {
            classify(network, progress, measured);
            measured.put(Metric.VALID_ACCURACY.name(), accuracy(VALID));
        } else {
            if (!isDone()) {
                recall(network, progress);
            }
            measured.putAll(validationOfTraining());
        }
        network.destroy();
        measured.put(Metric.TEST_ACCURACY.name(), accuracy(TEST));
        return measured;
    }

    private void classify(Broadcast<TrainedNetwork> network, Progress progress, Map<String, Double> measured) {
        long from = System.nanoTime();
        long classified = new BlockJob(run.context().spark(), store, run.runId())
                .run(
                        "classify images",
                        blocks(),
                        new ImageBlocks(
                                run.model(),
                                network,
                                run.context().samples(),
                                run.model().config().recordedSamples()),
                        progress);
        if (classified > 0) {
            measured.put(Metric.SAMPLES_PER_SECOND.name(), classified / ((System.nanoTime() - from) * NANOS));
        }
    }

    /** All validation images, which are the first of the training file, and the test images. */
    private List<SampleBlock> blocks() {
        return Stream.concat(
                        SampleBlock.of(VALID, 0, run.model().config().smnist().validImages(), ImageBlocks.BLOCK)
                                .stream(),
                        SampleBlock.of(Split.TEST, run.context().experiment().samples(Split.TEST), ImageBlocks.BLOCK)
                                .stream())
                .toList();
    }

    private void recall(Broadcast<TrainedNetwork> network, Progress progress) {
        RecallEvaluation work = new RecallEvaluation(run.model(), network, store, run.runId());
        new SequentialJob<>(run.context().spark(), store, run.runId(), NAME, work, work.steps())
                .run("test network", "batches", progress);
    }

    /** The last validations of the training, whose mean error ends it. */
    private Map<String, Double> validationOfTraining() {
        double accuracy = TrainPhase.lastValidationAccuracy(store, run.runId());
        return Double.isNaN(accuracy) ? Map.of() : Map.of(Metric.VALID_ACCURACY.name(), accuracy);
    }

    private double accuracy(String split) {
        return PredictionRow.accuracy(store.readPartition(PredictionRow.TABLE, run.runId(), split));
    }
}
