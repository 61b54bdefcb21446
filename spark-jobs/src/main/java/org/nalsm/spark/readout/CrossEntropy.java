package org.nalsm.spark.readout;

import static org.nalsm.spark.readout.CountMatrix.CLASSES;

import java.util.Arrays;

/**
 * Softmax cross-entropy of a block of samples, sum_k -t_k log softmax(z)_k, with targets t of
 * {@code high} for the class and {@code low} for the others. Keeps the sums of the last block.
 */
final class CrossEntropy {
    private final double high;
    private final double low;
    private final double[] exponentials = new double[CLASSES];
    private final double[] biasGradient = new double[CLASSES];
    private double loss;
    private int correct;

    CrossEntropy(ReadoutSettings.Labels labels) {
        high = labels.ofClass();
        low = labels.ofOthers();
    }

    /**
     * Turns the products of counts and weights into their derivatives.
     *
     * @param values [rows][10]: counts x weights; becomes factor x (softmax - target), the derivative of
     *     the block's summed loss
     * @param parameters the ten biases stand at {@code biasOffset}
     */
    void apply(float[] values, CountMatrix counts, float[] factors, int from, double[] parameters, int biasOffset) {
        loss = 0;
        correct = 0;
        Arrays.fill(biasGradient, 0);
        for (int i = from, p = 0; p < values.length; i++, p += CLASSES) {
            int label = counts.label(i);
            double largest = Double.NEGATIVE_INFINITY;
            double total = 0;
            int predicted = 0;
            for (int k = 0; k < CLASSES; k++) {
                double z = (double) factors[i] * values[p + k] + parameters[biasOffset + k];
                exponentials[k] = z;
                total += z;
                if (z > largest) {
                    largest = z;
                    predicted = k;
                }
            }
            double labelled = exponentials[label];
            double sum = 0;
            for (int k = 0; k < CLASSES; k++) {
                exponentials[k] = Math.exp(exponentials[k] - largest);
                sum += exponentials[k];
            }
            // The targets sum to 1, so -sum t log softmax = log-sum-exp - sum t z.
            loss += largest + Math.log(sum) - low * total - (high - low) * labelled;
            correct += predicted == label ? 1 : 0;
            for (int k = 0; k < CLASSES; k++) {
                double derivative = exponentials[k] / sum - (k == label ? high : low);
                biasGradient[k] += derivative;
                values[p + k] = (float) (factors[i] * derivative);
            }
        }
    }

    /** Summed loss of the block. */
    double loss() {
        return loss;
    }

    /** Samples of the block whose label has the largest score. */
    int correct() {
        return correct;
    }

    /** Derivative of the block's summed loss with respect to the biases, [10]; valid until the next block. */
    double[] biasGradient() {
        return biasGradient;
    }
}
