package org.nalsm.engine.liquid.simulation.event;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.nalsm.engine.kernel.Kernel;
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
import org.openjdk.jmh.annotations.Warmup;

/** The loops that every step runs over all neurons; 1109 neurons are a thousand and an image's active channels. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class NeuronLoopsBenchmark {
    private static final float THRESHOLD = 20;
    // Values must not fade away while a loop is measured again and again.
    private static final float NO_DECAY = 1;

    /** Inner loops. */
    @Param({"SCALAR", "VECTOR"})
    public Kernel kernel;

    /** Neurons. */
    @Param({"125", "1109", "8109"})
    public int neurons;

    private StepKernel loops;
    private float[] values;
    private float[] traces;
    private long[] current;
    private long[] pairs;
    private int[] found;

    /** One neuron in thirty is above the threshold. */
    @Setup
    public void prepare() {
        SplittableRandom random = new SplittableRandom(1);
        loops = StepKernel.of(kernel, 3);
        values = new float[neurons];
        traces = new float[neurons];
        current = new long[neurons];
        pairs = new long[neurons];
        found = new int[neurons];
        for (int i = 0; i < neurons; i++) {
            values[i] = random.nextInt(30) == 0 ? THRESHOLD + 1 : (float) (THRESHOLD * random.nextDouble());
            traces[i] = (float) random.nextDouble();
            current[i] = ScalarKernel.pack(random.nextInt(-1 << 20, 1 << 20), 0);
        }
    }

    /** Accumulators. */
    @Benchmark
    public void decayCurrent() {
        loops.decayCurrent(current, neurons, NO_DECAY);
    }

    /** Activation, or trace. */
    @Benchmark
    public void decay() {
        loops.decay(traces, neurons, NO_DECAY);
    }

    /** Membranes. */
    @Benchmark
    public void integrate() {
        loops.integrate(values, current, neurons, 0);
    }

    /** Threshold. */
    @Benchmark
    public int crossings() {
        return loops.crossings(values, neurons, THRESHOLD, found);
    }

    /** What a postsynaptic spike changes. */
    @Benchmark
    public void pair() {
        loops.pair(traces, values, 0, neurons, 0.15f, pairs);
    }
}
