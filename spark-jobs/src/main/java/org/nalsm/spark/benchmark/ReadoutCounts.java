package org.nalsm.spark.benchmark;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import org.nalsm.engine.dataset.Split;
import org.nalsm.spark.family.liquid.LiquidSettings;
import org.nalsm.spark.readout.CountMatrix;
import org.nalsm.spark.run.Experiment;
import org.nalsm.spark.table.ResultsStore;

/**
 * Training and validation counts to measure readout training on: those of a run, or made up.
 *
 * @param training the caller closes it; likewise the other
 */
public record ReadoutCounts(CountMatrix training, CountMatrix validation) implements AutoCloseable {
    private static final String GENERATOR = "L64X128MixRandom";
    private static final int LATENT = 40;
    private static final int LARGEST_COUNT = 80;

    /**
     * The counts of a run that has been simulated.
     *
     * @throws org.nalsm.engine.UserException BAD_DATA if a file is damaged or samples are missing
     */
    public static ReadoutCounts ofRun(Experiment run, ResultsStore store) {
        return new ReadoutCounts(read(run, store, Split.TRAIN), read(run, store, Split.VALID));
    }

    /**
     * Counts of an experiment's size that no liquid made: rectified mixtures of noisy class centres, about 7 on average
     * as in a liquid that is shown images. An iteration takes as long as on real counts; how many are needed, and the
     * accuracy, say nothing.
     */
    public static ReadoutCounts madeUp(Experiment experiment) {
        int neurons = LiquidSettings.of(experiment).neurons();
        return new ReadoutCounts(
                madeUp(experiment.samples(Split.TRAIN), neurons, 1),
                madeUp(experiment.samples(Split.VALID), neurons, 2));
    }

    /** Native memory of both matrices, bytes. */
    public long nativeBytes() {
        return Float.BYTES * ((long) training.samples() + validation.samples()) * training.neurons();
    }

    private static CountMatrix read(Experiment run, ResultsStore store, Split split) {
        int samples = run.samples(split);
        int neurons = LiquidSettings.of(run).neurons();
        int[] ids = IntStream.range(split.firstSampleId(), split.firstSampleId() + samples)
                .toArray();
        try (CountMatrix.Builder builder = new CountMatrix.Builder(samples, neurons)) {
            store.readCounts(
                    run.runId(),
                    split.label(),
                    ids,
                    neurons,
                    (row, sample) -> builder.addRow(sample.counts(), sample.label()));
            return builder.build();
        }
    }

    private static CountMatrix madeUp(int samples, int neurons, long seed) {
        RandomGenerator fixed = RandomGeneratorFactory.of(GENERATOR).create(7);
        float[][] centres = gaussians(fixed, CountMatrix.CLASSES, LATENT, 0.75);
        float[][] mixing = gaussians(fixed, neurons, LATENT, 1);
        float[] gains = new float[neurons];
        for (int j = 0; j < neurons; j++) {
            gains[j] = (float) (2.2 * Math.exp(0.5 * fixed.nextGaussian()));
        }
        RandomGenerator noise = RandomGeneratorFactory.of(GENERATOR).create(seed);
        try (CountMatrix.Builder builder = new CountMatrix.Builder(samples, neurons)) {
            int[] row = new int[neurons];
            float[] latent = new float[LATENT];
            for (int i = 0; i < samples; i++) {
                int label = noise.nextInt(CountMatrix.CLASSES);
                for (int d = 0; d < LATENT; d++) {
                    latent[d] = centres[label][d] + (float) noise.nextGaussian();
                }
                for (int j = 0; j < neurons; j++) {
                    double drive = Math.max(0, product(mixing[j], latent));
                    row[j] = (int) Math.min(LARGEST_COUNT, gains[j] * drive * (0.8 + 0.4 * noise.nextDouble()));
                }
                builder.addRow(row, label);
            }
            return builder.build();
        }
    }

    private static float product(float[] a, float[] b) {
        float sum = 0;
        for (int d = 0; d < a.length; d++) {
            sum += a[d] * b[d];
        }
        return sum;
    }

    private static float[][] gaussians(RandomGenerator random, int rows, int columns, double deviation) {
        float[][] values = new float[rows][columns];
        for (float[] row : values) {
            for (int d = 0; d < columns; d++) {
                row[d] = (float) (deviation * random.nextGaussian());
            }
        }
        return values;
    }

    @Override
    public void close() {
        training.close();
        validation.close();
    }
}
