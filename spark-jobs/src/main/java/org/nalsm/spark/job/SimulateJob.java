package org.nalsm.spark.job;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.LongAccumulator;
import org.nalsm.engine.analysis.EvenlySpaced;
import org.nalsm.engine.liquid.encoding.SampleInputs;
import org.nalsm.engine.liquid.simulation.LiquidSimulator;
import org.nalsm.engine.liquid.simulation.SpikeRecording;
import org.nalsm.engine.liquid.simulation.StepObserver;
import org.nalsm.spark.config.ExperimentConfig;
import org.nalsm.spark.table.BlockWriter;
import org.nalsm.spark.table.DynamicsRow;
import org.nalsm.spark.table.RecordedSpikes;
import org.nalsm.spark.table.ResultsStore;
import org.nalsm.spark.table.SampleCounts;

/**
 * Simulates blocks of samples, a task each. Rows go from the task straight to the block's file, which appears
 * under its name when it is whole; a task that is repeated, or runs twice, changes nothing.
 */
final class SimulateJob {
    private final JavaSparkContext spark;
    private final Task task;

    SimulateJob(
            JavaSparkContext spark,
            Broadcast<SampleSource> samples,
            Broadcast<Liquid> liquid,
            ResultsStore store,
            Plan plan) {
        this.spark = spark;
        this.task = new Task(samples, liquid, store, plan, null);
    }

    /**
     * How to show a sample and what to record.
     *
     * @param runSeed seed of the input spikes
     * @param durationMs presentation time, ms
     * @param batchSize samples of a batch; of the first batch of every split some are recorded
     * @param recordedSamples how many
     */
    record Plan(long runSeed, int durationMs, int batchSize, int recordedSamples) implements Serializable {
        static Plan of(ExperimentConfig config) {
            return new Plan(
                    config.run().seed(),
                    config.simulation().durationMs(),
                    config.simulation().batchSize(),
                    config.simulation().recordedSamples());
        }

        Plan withoutRecording() {
            return new Plan(runSeed, durationMs, batchSize, 0);
        }
    }

    /** Simulates these blocks in at most {@code partitions} tasks and returns how many samples that were. */
    long run(List<SampleBlock> blocks, int partitions, Progress progress) {
        long samples = blocks.stream().mapToLong(SampleBlock::size).sum();
        if (blocks.isEmpty()) {
            return 0;
        }
        String title = "simulate " + samples + " samples in " + blocks.size() + " blocks";
        try (TaskProgress follow = TaskProgress.follow(spark.sc(), progress, "simulate samples", samples, "samples")) {
            return JobTitle.during(
                    spark,
                    title,
                    () -> spark.parallelize(blocks, Math.min(partitions, blocks.size()))
                            .map(task.reportingTo(follow.counter()))
                            .reduce(Long::sum));
        }
    }

    /** Runs on an executor. */
    private record Task(
            Broadcast<SampleSource> samples,
            Broadcast<Liquid> liquid,
            ResultsStore store,
            Plan plan,
            LongAccumulator simulated)
            implements Function<SampleBlock, Long> {

        Task reportingTo(LongAccumulator counter) {
            return new Task(samples, liquid, store, plan, counter);
        }

        @Override
        public Long call(SampleBlock block) {
            LiquidSimulator simulator = SimulatorPool.borrow(liquid.value());
            SampleInputs inputs = samples.value().inputs(plan.runSeed);
            try (BlockWriter writer = store.openBlock(liquid.value().id(), block.split(), block.index())) {
                int[] counts = new int[simulator.network().liquid()];
                Set<Integer> recorded = recordedPositions(block);
                for (int k = 0; k < block.size(); k++) {
                    simulate(
                            block.firstSampleId() + k,
                            block.index(),
                            recorded.contains(k),
                            simulator,
                            inputs,
                            counts,
                            writer);
                    simulated.add(1);
                }
                writer.commit();
            }
            SimulatorPool.giveBack(liquid.value(), simulator);
            return (long) block.size();
        }

        /** Positions within the block: evenly spaced in the first batch of a split. */
        private Set<Integer> recordedPositions(SampleBlock block) {
            int batch = Math.min(plan.batchSize, block.size());
            int count = block.index() == 0 ? Math.min(plan.recordedSamples, batch) : 0;
            return Arrays.stream(EvenlySpaced.positions(count, batch)).boxed().collect(Collectors.toSet());
        }

        private void simulate(
                int id,
                int block,
                boolean recorded,
                LiquidSimulator simulator,
                SampleInputs inputs,
                int[] counts,
                BlockWriter writer) {
            SpikeRecording recording = recorded ? new SpikeRecording(plan.durationMs) : null;
            int inputSpikes = simulator.simulate(
                    inputs.sample(id), plan.durationMs, counts, recorded ? recording : StepObserver.NONE);
            int liquidSpikes = 0;
            for (int count : counts) {
                liquidSpikes += count;
            }
            int label = inputs.label(id);
            writer.write(new SampleCounts(id, label, counts, inputSpikes, liquidSpikes, block));
            if (recorded) {
                writer.write(new RecordedSpikes(id, label, recording.times(), recording.neurons()));
                for (int t = 0; t < plan.durationMs; t++) {
                    writer.write(new DynamicsRow(
                            id, t, recording.liquidSpikes(t), recording.inputSpikes(t), recording.astrocyte(t)));
                }
            }
        }
    }
}
