package org.nalsm.engine.lsnn;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.nalsm.engine.kernel.Kernel;
import org.nalsm.engine.lsnn.learning.DeepRewiring;
import org.nalsm.engine.lsnn.learning.Initialisation;
import org.nalsm.engine.lsnn.learning.LsnnNetwork;
import org.nalsm.engine.training.Workers;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A batch of sequential MNIST with the published network before training, forward and backward: 256 samples of 840 steps, about
 * 2,000 input spikes each, which lie where digits do.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 2)
@Fork(value = 1, jvmArgsAppend = "-Xmx3g")
public class BatchPassBenchmark {
    private static final int SAMPLES = 256;
    private static final int STEPS = 840;
    private static final AlifParameters PARAMETERS =
            new AlifParameters(80, 120, 100, 20, 20, 700, 1.8, 0.01, 5, 10, 0.3);

    /** Threads that share the batch. */
    @Param({"1", "2"})
    public int threads;

    /** Which loops. */
    @Param("VECTOR")
    public Kernel kernel;

    private final List<InputSequence> batch = new ArrayList<>();
    private Workers workers;
    private BatchPass pass;
    private LsnnNetwork network;
    private float[] spikeAdjoints;

    /** Makes the batch. */
    @Setup
    public void prepare() {
        Random random = new Random(1);
        for (int s = 0; s < SAMPLES; s++) {
            TreeSet<Integer> events = new TreeSet<>();
            while (events.size() < 2000) {
                int column = (int) (14 + 4 * random.nextGaussian());
                int step = 1 + (4 + random.nextInt(20)) * 28 + Math.max(0, Math.min(27, column));
                events.add(InputSequence.event(step, random.nextInt(79)));
            }
            for (int t = 785; t <= STEPS; t++) {
                events.add(InputSequence.event(t, 79));
            }
            batch.add(InputSequence.spikes(
                    STEPS, events.stream().mapToInt(Integer::intValue).toArray()));
        }
        workers = new Workers(threads);
        pass = new BatchPass(PARAMETERS, ReadoutWindows.last(STEPS, 28), STEPS, kernel, workers);
        network = new Initialisation(PARAMETERS, 10, 1).sparse(new DeepRewiring(0.12, 0.01, 0, true, 1), 0.75, true);
        spikeAdjoints = new float[PARAMETERS.neurons()];
    }

    /** Ends the threads. */
    @TearDown
    public void end() {
        workers.close();
    }

    /** Forward alone: classification, or validation. */
    @Benchmark
    public float[] forward() {
        return outputs();
    }

    /** Forward and backward: an iteration of training but for its encoding and its optimiser. */
    @Benchmark
    public Gradient forwardAndBackward() {
        return pass.backward(outputs(), spikeAdjoints);
    }

    private float[] outputs() {
        return pass.forward(batch, network.layer(), network.readout(), new BatchState(PARAMETERS, SAMPLES))
                .outputs();
    }
}
