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

/**
 * The loops over the synapses of a spike. Lengths: 17 is a liquid neuron's row, 40 its incoming synapses from the
 * liquid and an image's active channels, 150 a channel's row at 1000 neurons, 1200 at 8000. Rows are taken in turn
 * from a sample's working set, so that predictors and caches are as in a simulation.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class SynapseLoopsBenchmark {
    private static final float MAX_WEIGHT = 3;
    private static final float RATE = 0.015f;
    private static final int ROOM = 16;
    private static final int SYNAPSES = 30_000;
    private static final int SMALLEST_LIQUID = 1000;
    private static final int ROWS_COVER = 7;

    /** Inner loops. */
    @Param({"SCALAR", "VECTOR"})
    public Kernel kernel;

    /** Synapses of a spike. */
    @Param({"17", "40", "150", "1200"})
    public int length;

    private StepKernel loops;
    private float[] weights;
    private float[] traces;
    private long[] current;
    private long[] pairs;
    private int[] post;
    private int[] pre;
    private int[] position;
    private int from;

    /** Rows cover a seventh of the neurons, in ascending order; positions are anywhere. */
    @Setup
    public void prepare() {
        SplittableRandom random = new SplittableRandom(1);
        loops = StepKernel.of(kernel, MAX_WEIGHT);
        int neurons = Math.max(SMALLEST_LIQUID, ROWS_COVER * length);
        weights = new float[SYNAPSES + ROOM];
        post = new int[SYNAPSES + ROOM];
        pre = new int[SYNAPSES + ROOM];
        position = new int[SYNAPSES + ROOM];
        for (int s = 0; s < SYNAPSES; s++) {
            int step = neurons / length;
            post[s] = s % length * step + random.nextInt(step);
            pre[s] = random.nextInt(neurons);
            position[s] = random.nextInt(SYNAPSES);
            weights[s] = (float) (MAX_WEIGHT * random.nextDouble());
        }
        traces = new float[neurons];
        pairs = new long[neurons];
        current = new long[neurons];
        for (int i = 0; i < neurons; i++) {
            traces[i] = (float) random.nextDouble();
        }
        // Zero changes: weights stay as they are, however often they are visited.
        loops.pair(traces, traces, 0, neurons, 0, pairs);
    }

    private int nextRow() {
        from = from + 2 * length > SYNAPSES ? 0 : from + length;
        return from;
    }

    /** A presynaptic spike in a static phase. */
    @Benchmark
    public void deliver() {
        int row = nextRow();
        loops.deliver(weights, post, row, row + length, 1 - RATE, current);
    }

    /** A presynaptic spike in a plastic phase. */
    @Benchmark
    public void deliverPlastic() {
        int row = nextRow();
        loops.deliverPlastic(
                weights, post, row, row + length, 1 - RATE, traces, RATE, 0, -MAX_WEIGHT, MAX_WEIGHT, current);
    }

    /** A postsynaptic spike: a third of the synapses from excitatory, a sixth from inhibitory neurons. */
    @Benchmark
    public int potentiate() {
        int row = nextRow();
        return loops.potentiate(
                weights, position, pre, row, row + length / 3, row + length / 2, row + length, pairs, MAX_WEIGHT);
    }
}
