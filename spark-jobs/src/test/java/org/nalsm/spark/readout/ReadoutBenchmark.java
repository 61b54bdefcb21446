package org.nalsm.spark.readout;

import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Times the readout on made-up counts (rectified mixtures of noisy class centres, mean about 7). Not a
 * test. Arguments: neurons, training samples, threads, best | publication, epochs.
 */
final class ReadoutBenchmark {
    private static final int LATENT = 40;

    private ReadoutBenchmark() {}

    public static void main(String[] args) {
        int neurons = Integer.parseInt(args[0]);
        int samples = Integer.parseInt(args[1]);
        int threads = Integer.parseInt(args[2]);
        int epochs = Integer.parseInt(args[4]);
        ReadoutSettings s = args[3].equals("best") ? ReadoutSettings.best() : ReadoutSettings.publication();
        ReadoutSettings settings = new ReadoutSettings(
                s.optimiser(), s.labels(), s.scaling(), s.l2Penalties(), epochs, s.patienceEpochs(),
                s.batchSize(), s.learningRate(), s.rho(), s.epsilon(), s.tolerance());
        long made = System.nanoTime();
        try (CountMatrix training = counts(samples, neurons, 1);
                CountMatrix validation = counts(samples / 5, neurons, 2)) {
            System.out.printf(Locale.ROOT, "counts made in %.1f s%n", (System.nanoTime() - made) / 1e9);
            long start = System.nanoTime();
            ReadoutResult result = new ReadoutTrainer(settings, threads)
                    .train(training, validation, (r, of, penalty, ofPenalties) -> {
                        if (r.epoch() % 10 == 0) {
                            System.out.println(r);
                        }
                    });
            double seconds = (System.nanoTime() - start) / 1e9;
            System.out.printf(
                    Locale.ROOT,
                    "%d x %d, %d threads: %.1f s, %d epochs, %.1f ms each; validation %.4f with %.0e, epoch %d%n",
                    samples, neurons, threads, seconds, result.epochs().size(),
                    1e3 * seconds / result.epochs().size(), result.validAccuracy(), result.penalty(),
                    result.bestEpoch());
        }
    }

    private static CountMatrix counts(int samples, int neurons, long seed) {
        RandomGenerator fixed = RandomGeneratorFactory.of("L64X128MixRandom").create(7);
        double[][] centres = gaussians(fixed, CountMatrix.CLASSES, LATENT, 0.75);
        double[][] mixing = gaussians(fixed, neurons, LATENT, 1);
        double[] gains = new double[neurons];
        for (int j = 0; j < neurons; j++) {
            gains[j] = 2.2 * Math.exp(0.5 * fixed.nextGaussian());
        }
        RandomGenerator noise = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        try (CountMatrix.Builder builder = new CountMatrix.Builder(samples, neurons)) {
            int[] row = new int[neurons];
            for (int i = 0; i < samples; i++) {
                int label = noise.nextInt(CountMatrix.CLASSES);
                double[] latent = new double[LATENT];
                for (int d = 0; d < LATENT; d++) {
                    latent[d] = centres[label][d] + noise.nextGaussian();
                }
                for (int j = 0; j < neurons; j++) {
                    double drive = 0;
                    for (int d = 0; d < LATENT; d++) {
                        drive += mixing[j][d] * latent[d];
                    }
                    row[j] = (int) Math.min(80, gains[j] * Math.max(drive, 0) * (0.8 + 0.4 * noise.nextDouble()));
                }
                builder.addRow(row, label);
            }
            return builder.build();
        }
    }

    private static double[][] gaussians(RandomGenerator random, int rows, int columns, double deviation) {
        double[][] values = new double[rows][columns];
        for (double[] row : values) {
            for (int d = 0; d < columns; d++) {
                row[d] = deviation * random.nextGaussian();
            }
        }
        return values;
    }
}
