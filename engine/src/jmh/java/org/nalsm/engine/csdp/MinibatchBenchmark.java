package org.nalsm.engine.csdp;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.nalsm.engine.kernel.Kernel;
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
 * A minibatch of the published size: 500 positive and 500 negative samples, 50 steps, about 100 input spikes a step and sample where
 * digits lie. The network learns while it is measured, as in a training: after the warm-up the first layer has settled.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 8)
@Measurement(iterations = 7)
@Fork(value = 1, jvmArgsAppend = "-Xmx5g")
public class MinibatchBenchmark {
    private static final int SAMPLES = 500;
    private static final int SIDE = 28;
    private static final int CLASSES = 10;

    /** Neurons of the first hidden layer; the second has a fifth. */
    @Param("3000")
    public int hidden1;

    /** Threads that share the minibatch. */
    @Param({"1", "2"})
    public int threads;

    /** Which loops. */
    @Param("VECTOR")
    public Kernel kernel;

    private Workers workers;
    private CsdpTrainer trainer;
    private Presentation minibatch;

    /** Makes network and samples. */
    @Setup
    public void prepare() {
        CsdpModel model = new CsdpModel(SIDE * SIDE, hidden1, hidden1 / 5, CLASSES, true, Dynamics.STANDARD);
        workers = new Workers(threads);
        trainer = new CsdpTrainer(
                CsdpNetwork.initial(model, false, 1), LearningRule.ofBatchSize(SAMPLES), kernel, workers, 1);
        Random random = new Random(1);
        float[] pixels = new float[2 * SAMPLES * SIDE * SIDE];
        int[] context = new int[2 * SAMPLES];
        int[] keys = new int[2 * SAMPLES];
        for (int b = 0; b < SAMPLES; b++) {
            int label = random.nextInt(CLASSES);
            stroke(label, random, pixels, b * SIDE * SIDE);
            System.arraycopy(pixels, b * SIDE * SIDE, pixels, (SAMPLES + b) * SIDE * SIDE, SIDE * SIDE);
            context[b] = label;
            context[SAMPLES + b] = (label + 1 + random.nextInt(CLASSES - 1)) % CLASSES;
            keys[b] = 2 * b;
            keys[SAMPLES + b] = 2 * b + 1;
        }
        minibatch = new Presentation(pixels, context, keys, 1, SAMPLES);
    }

    /** A band four pixels wide through the middle, in a direction that the class gives. */
    private static void stroke(int label, Random random, float[] pixels, int at) {
        double angle = Math.PI * (label + 0.5 * random.nextDouble()) / CLASSES;
        for (int row = 4; row < SIDE - 4; row++) {
            for (int column = 4; column < SIDE - 4; column++) {
                double x = column - (SIDE - 1) / 2.0;
                double y = row - (SIDE - 1) / 2.0;
                boolean isOn = Math.abs(x * Math.sin(angle) - y * Math.cos(angle)) < 2.9;
                pixels[at + row * SIDE + column] = isOn ? 0.7f + 0.3f * random.nextFloat() : 0;
            }
        }
    }

    /** Ends the threads. */
    @TearDown
    public void end() {
        workers.close();
    }

    /** Fifty steps, with learning in each. */
    @Benchmark
    public Outcome train() {
        return trainer.train(minibatch);
    }
}
