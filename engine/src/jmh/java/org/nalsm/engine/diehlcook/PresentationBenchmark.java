package org.nalsm.engine.diehlcook;

import java.util.Random;
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

/** A sample of 350 ms and 150 ms of rest, learned, or 350 ms shown to a network that does not learn; 50 digits in turn. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 7, time = 1)
@Fork(2)
public class PresentationBenchmark {
    private static final int SIDE = 28;
    private static final int DIGITS = 50;
    private static final long SEED = 1;

    /** Inner loops. */
    @Param({"SCALAR", "VECTOR"})
    public Kernel kernel;

    /** Excitatory neurons. */
    @Param({"100", "400", "1600", "6400"})
    public int neurons;

    private final byte[][] digits = new byte[DIGITS][];
    private NetworkTrainer trainer;
    private FrozenNetwork frozen;
    private int sample;

    /** Builds a network and digit-like images: thick strokes as bright as MNIST's on average. */
    @Setup
    public void prepare() {
        LearnedNetwork network = InitialNetwork.draw(DiehlCookModel.published(neurons), SEED);
        trainer = new NetworkTrainer(network, SEED, kernel);
        frozen = new FrozenNetwork(network, SEED, kernel);
        for (int d = 0; d < DIGITS; d++) {
            digits[d] = digit(new Random(d));
        }
    }

    private static byte[] digit(Random random) {
        byte[] image = new byte[SIDE * SIDE];
        double x = 8 + 12 * random.nextDouble();
        double y = 6;
        double direction = 2 * random.nextDouble();
        for (int k = 0; k < 90; k++) {
            direction += 0.3 * random.nextGaussian();
            x = Math.min(22, Math.max(5, x + Math.cos(direction)));
            y = Math.min(22, Math.max(5, y + Math.sin(direction)));
            for (int offset = 0; offset < 9; offset++) {
                image[((int) y + offset / 3 - 1) * SIDE + (int) x + offset % 3 - 1] = (byte) 200;
            }
        }
        return image;
    }

    /** Returns the number of spikes. */
    @Benchmark
    public int train() {
        int position = sample++;
        return trainer.train(position, digits[position % DIGITS]).spikes();
    }

    /** Likewise. */
    @Benchmark
    public int show() {
        int id = sample++;
        return frozen.show(id, digits[id % DIGITS]).spikes();
    }
}
