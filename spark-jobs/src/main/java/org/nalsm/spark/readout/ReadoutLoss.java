package org.nalsm.spark.readout;

import static org.nalsm.spark.readout.CountMatrix.CLASSES;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Loss and gradient over a range of samples: mean cross-entropy plus l2 * sum(W^2) / 2. Parameters and
 * gradients are {@code double[(neurons + 1) * 10]}: the ten weights of each neuron side by side, then
 * the ten biases, for features = counts * factors. Products are in float, all sums over blocks in
 * double. The range is cut into parts that do not depend on the number of threads, and parts are added
 * in their order, so results are the same on any number of threads.
 */
final class ReadoutLoss {
    private final CountMatrix counts;
    private final float[] factors;
    private final ParallelLoop loop;
    private final Part[] parts;
    private final INDArray weights;
    private final float[] weightValues;
    private double accuracy;

    ReadoutLoss(CountMatrix counts, float[] factors, ReadoutSettings.Labels labels, int parts, ParallelLoop loop) {
        this.counts = counts;
        this.factors = factors;
        this.loop = loop;
        this.parts = new Part[parts];
        Arrays.setAll(this.parts, i -> new Part(labels));
        weights = BlockProducts.classesBy(counts.neurons());
        weightValues = new float[counts.neurons() * CLASSES];
    }

    /** Length of parameters and gradients. */
    static int parameters(int neurons) {
        return Math.multiplyExact(neurons + 1, CLASSES);
    }

    /** Loss over the samples {@code from} (inclusive) to {@code to} (exclusive); overwrites the gradient. */
    double evaluate(int from, int to, double[] parameters, double l2, double[] gradient) {
        upload(parameters, weights, weightValues);
        int samples = to - from;
        loop.forEach(
                parts.length,
                i -> parts[i].evaluate(
                        from + (int) ((long) samples * i / parts.length),
                        from + (int) ((long) samples * (i + 1) / parts.length),
                        parameters));
        Arrays.fill(gradient, 0);
        double sum = 0;
        int correct = 0;
        for (Part part : parts) {
            sum += part.loss;
            correct += part.correct;
            add(part.gradient, gradient);
        }
        accuracy = correct / (double) samples;
        int biases = weightValues.length;
        double mean = 1.0 / samples;
        for (int p = 0; p < biases; p++) {
            gradient[p] = gradient[p] * mean + l2 * parameters[p];
        }
        for (int p = biases; p < gradient.length; p++) {
            gradient[p] *= mean;
        }
        return sum * mean + l2 / 2 * squares(parameters, biases);
    }

    /** Part of the samples of the last evaluation that were classified correctly. */
    double accuracy() {
        return accuracy;
    }

    /** Writes the weights among the parameters to native memory, through {@code values}. */
    static void upload(double[] parameters, INDArray weights, float[] values) {
        for (int p = 0; p < values.length; p++) {
            values[p] = (float) parameters[p];
        }
        NativeFloats.write(weights, 0, values);
    }

    private static double squares(double[] values, int length) {
        // Two chains of sums: the length is a multiple of the ten classes.
        double even = 0;
        double odd = 0;
        for (int p = 0; p < length; p += 2) {
            even += values[p] * values[p];
            odd += values[p + 1] * values[p + 1];
        }
        return even + odd;
    }

    private static void add(double[] values, double[] sums) {
        for (int p = 0; p < sums.length; p++) {
            sums[p] += values[p];
        }
    }

    /** One thread's share: sums over its blocks. */
    private final class Part {
        private final BlockProducts products = new BlockProducts(counts.neurons());
        private final CrossEntropy crossEntropy;
        private final double[] gradient = new double[parameters(counts.neurons())];
        private double loss;
        private int correct;

        Part(ReadoutSettings.Labels labels) {
            crossEntropy = new CrossEntropy(labels);
        }

        void evaluate(int from, int to, double[] parameters) {
            loss = 0;
            correct = 0;
            Arrays.fill(gradient, 0);
            for (int start = from; start < to; start += BlockProducts.ROWS) {
                block(start, Math.min(start + BlockProducts.ROWS, to), parameters);
            }
        }

        private void block(int from, int to, double[] parameters) {
            INDArray rows = counts.rows(from, to);
            float[] values = products.products(rows, weights);
            int biases = weightValues.length;
            crossEntropy.apply(values, counts, factors, from, parameters, biases);
            float[] blockGradient = products.transposedProducts(rows);
            for (int p = 0; p < biases; p++) {
                gradient[p] += blockGradient[p];
            }
            for (int k = 0; k < CLASSES; k++) {
                gradient[biases + k] += crossEntropy.biasGradient()[k];
            }
            loss += crossEntropy.loss();
            correct += crossEntropy.correct();
        }
    }
}
