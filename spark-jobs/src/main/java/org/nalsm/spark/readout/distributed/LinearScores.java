package org.nalsm.spark.readout.distributed;

import java.io.Serializable;
import org.nalsm.spark.readout.CountMatrix;
import org.nalsm.spark.readout.TrainedReadout;

/**
 * A readout as tasks use it: plain arrays, no native library. Scores are summed in double, neuron after neuron.
 *
 * @param weights [10][neurons], of a count divided by {@code trainingMaximum}
 * @param bias [10]
 * @param trainingMaximum 0 for a silent liquid
 */
record LinearScores(double[][] weights, double[] bias, int trainingMaximum) implements Serializable {
    static LinearScores of(TrainedReadout readout) {
        double[][] weights = new double[CountMatrix.CLASSES][];
        double[] bias = new double[CountMatrix.CLASSES];
        for (int k = 0; k < bias.length; k++) {
            weights[k] = readout.weights(k);
            bias[k] = readout.bias(k);
        }
        return new LinearScores(weights, bias, readout.scaling().trainingMaximum());
    }

    /** What a count is multiplied with to be a feature. */
    static double factor(int trainingMaximum) {
        return trainingMaximum == 0 ? 0 : 1.0 / trainingMaximum;
    }

    /** The logits, [10]. */
    float[] scores(int[] counts) {
        float[] scores = new float[bias.length];
        double factor = factor(trainingMaximum);
        for (int k = 0; k < scores.length; k++) {
            double sum = 0;
            for (int j = 0; j < counts.length; j++) {
                sum += weights[k][j] * counts[j];
            }
            scores[k] = (float) (factor * sum + bias[k]);
        }
        return scores;
    }

    /** The class with the largest score; of equals the smallest class. */
    static int largest(float[] scores) {
        int best = 0;
        for (int k = 1; k < scores.length; k++) {
            best = scores[k] > scores[best] ? k : best;
        }
        return best;
    }
}
