package org.nalsm.spark.job;

import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.LongAccumulator;
import org.nalsm.engine.liquid.encoding.SampleInputs;
import org.nalsm.engine.liquid.model.LiquidModel;
import org.nalsm.engine.liquid.network.Network;
import org.nalsm.engine.liquid.simulation.InitialisationSequence;
import org.nalsm.engine.liquid.simulation.StepObserver;
import org.nalsm.engine.liquid.simulation.event.LiquidInitialiser;

/**
 * Initialises a liquid: shows snapshots of training samples in a fixed order, sequentially, as one task on an
 * executor (liquid-semantics, section 5).
 */
final class InitialiseJob {
    private static final int REPORT_EVERY = 250;

    private final JavaSparkContext spark;
    private final Broadcast<SampleSource> samples;
    private final Task task;

    InitialiseJob(
            JavaSparkContext spark,
            Broadcast<SampleSource> samples,
            Broadcast<Network> network,
            LiquidModel model,
            Backend backend,
            Plan plan) {
        this.spark = spark;
        this.samples = samples;
        this.task = new Task(samples, network, model, backend, plan, null);
    }

    /**
     * What to show.
     *
     * @param runSeed seed of streams 6 to 8
     * @param trainingSamples samples [0, trainingSamples) take part
     * @param snapshots length of the sequence
     * @param snapshotMs duration of a snapshot, ms
     */
    record Plan(long runSeed, int trainingSamples, int snapshots, int snapshotMs) implements java.io.Serializable {}

    /** Returns the weights of the initialised liquid in synapse order. */
    float[] run(Progress progress) {
        Plan plan = task.plan;
        String title = "initialise liquid, " + plan.snapshots + " snapshots of "
                + samples.value().name();
        try (TaskProgress follow =
                TaskProgress.follow(spark.sc(), progress, "initialise liquid", plan.snapshots, "snapshots")) {
            return JobTitle.during(
                    spark,
                    title,
                    () -> spark.parallelize(List.of(0), 1)
                            .map(task.reportingTo(follow.counter()))
                            .collect()
                            .get(0));
        }
    }

    /** Runs on an executor. */
    private record Task(
            Broadcast<SampleSource> samples,
            Broadcast<Network> network,
            LiquidModel model,
            Backend backend,
            Plan plan,
            LongAccumulator shown)
            implements Function<Integer, float[]> {

        Task reportingTo(LongAccumulator counter) {
            return new Task(samples, network, model, backend, plan, counter);
        }

        @Override
        public float[] call(Integer ignored) {
            SampleInputs inputs = samples.value().inputs(plan.runSeed);
            InitialisationSequence sequence =
                    new InitialisationSequence(plan.runSeed, plan.trainingSamples, plan.snapshots);
            LiquidInitialiser initialiser = new LiquidInitialiser(
                    network.value(), model, network.value().weights(model.initialAbsoluteWeight()), backend.kernel());
            for (int position = 0; position < sequence.length(); position++) {
                initialiser.present(
                        inputs.snapshot(sequence.sample(position), position), plan.snapshotMs, StepObserver.NONE);
                if ((position + 1) % REPORT_EVERY == 0 || position + 1 == sequence.length()) {
                    shown.add(position % REPORT_EVERY + 1);
                }
            }
            return initialiser.weights();
        }
    }
}
