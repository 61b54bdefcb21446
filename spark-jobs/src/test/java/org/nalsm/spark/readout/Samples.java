package org.nalsm.spark.readout;

import static org.nalsm.spark.readout.CountMatrix.CLASSES;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.nalsm.spark.readout.ReadoutSettings.Labels;
import org.nalsm.spark.readout.ReadoutSettings.Optimiser;

/** Small made-up counts, and a readout in plain double loops to compare with. */
final class Samples {
    private Samples() {}

    /** Counts that depend on the class (neuron j prefers class j mod 10), with a silent first neuron. */
    static int[][] counts(int samples, int neurons, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[][] counts = new int[samples][neurons];
        for (int i = 0; i < samples; i++) {
            int label = label(i);
            for (int j = 1; j < neurons; j++) {
                int rate = 3 + 5 * (j % 4) + (j % CLASSES == label ? 25 : 0);
                counts[i][j] = random.nextInt(rate + 1);
            }
        }
        return counts;
    }

    static int label(int sample) {
        return sample * 7 % CLASSES;
    }

    static CountMatrix matrix(int[][] counts) {
        try (CountMatrix.Builder builder = new CountMatrix.Builder(counts.length, counts[0].length)) {
            for (int i = 0; i < counts.length; i++) {
                builder.addRow(counts[i], label(i));
            }
            return builder.build();
        }
    }

    static ReadoutSettings lbfgs(int maxEpochs, double tolerance, double... penalties) {
        return new ReadoutSettings(
                Optimiser.LBFGS,
                Labels.HARD,
                FeatureScaling.TRAINING_MAXIMUM,
                penalties,
                maxEpochs,
                maxEpochs,
                250,
                0.1,
                0.95,
                1e-8,
                tolerance);
    }

    static double[] randomParameters(int neurons, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return random.doubles((neurons + 1L) * CLASSES, -1, 1).toArray();
    }

    /** Features by their definition. */
    static double[][] features(int[][] counts, FeatureScaling kind, int batchSize) {
        double[][] features = new double[counts.length][];
        double largest = 0;
        for (int i = 0; i < counts.length; i++) {
            double sum = Arrays.stream(counts[i]).sum();
            double divisor = kind == FeatureScaling.TRAINING_MAXIMUM || sum == 0 ? 1 : sum;
            features[i] = Arrays.stream(counts[i]).mapToDouble(c -> c / divisor).toArray();
        }
        int group = kind == FeatureScaling.TRAINING_MAXIMUM ? counts.length : batchSize;
        for (int i = 0; i < counts.length; i++) {
            if (i % group == 0) {
                largest = 0;
                for (int m = i; m < Math.min(i + group, counts.length); m++) {
                    largest = Math.max(largest, Arrays.stream(features[m]).max().orElseThrow());
                }
            }
            for (int j = 0; j < features[i].length; j++) {
                features[i][j] = largest == 0 ? 0 : features[i][j] / largest;
            }
        }
        return features;
    }

    static double[] logits(double[] features, double[] parameters) {
        double[] logits = new double[CLASSES];
        for (int k = 0; k < CLASSES; k++) {
            logits[k] = parameters[features.length * CLASSES + k];
            for (int j = 0; j < features.length; j++) {
                logits[k] += features[j] * parameters[j * CLASSES + k];
            }
        }
        return logits;
    }

    static double[] softmax(double[] logits) {
        double sum = 0;
        double[] p = new double[logits.length];
        for (int k = 0; k < p.length; k++) {
            p[k] = Math.exp(logits[k]);
            sum += p[k];
        }
        for (int k = 0; k < p.length; k++) {
            p[k] /= sum;
        }
        return p;
    }

    /** Targets by their definition. */
    static double[] targets(int label, Labels labels) {
        double[] targets = new double[CLASSES];
        Arrays.fill(targets, labels == Labels.SOFT ? -1 : 0);
        targets[label] = 1;
        return labels == Labels.SOFT ? softmax(targets) : targets;
    }

    /** Mean cross-entropy plus l2 / 2 times the squared weights. */
    static double loss(double[][] features, Labels labels, double[] parameters, double l2) {
        double sum = 0;
        for (int i = 0; i < features.length; i++) {
            double[] p = softmax(logits(features[i], parameters));
            double[] t = targets(label(i), labels);
            for (int k = 0; k < CLASSES; k++) {
                sum -= t[k] * Math.log(p[k]);
            }
        }
        double squares = 0;
        for (int p = 0; p < features[0].length * CLASSES; p++) {
            squares += parameters[p] * parameters[p];
        }
        return sum / features.length + l2 * squares / 2;
    }

    /** Gradient of {@link #loss}, analytic. */
    static double[] gradient(double[][] features, Labels labels, double[] parameters, double l2) {
        int neurons = features[0].length;
        double[] gradient = new double[parameters.length];
        for (int p = 0; p < neurons * CLASSES; p++) {
            gradient[p] = l2 * parameters[p];
        }
        for (int i = 0; i < features.length; i++) {
            double[] p = softmax(logits(features[i], parameters));
            double[] t = targets(label(i), labels);
            for (int k = 0; k < CLASSES; k++) {
                double delta = (p[k] - t[k]) / features.length;
                gradient[neurons * CLASSES + k] += delta;
                for (int j = 0; j < neurons; j++) {
                    gradient[j * CLASSES + k] += delta * features[i][j];
                }
            }
        }
        return gradient;
    }
}
