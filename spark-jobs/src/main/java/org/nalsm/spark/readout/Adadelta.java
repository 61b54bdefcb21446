package org.nalsm.spark.readout;

/**
 * Adadelta as TensorFlow 1 computes it:
 *
 * <pre>
 * a = rho a + (1 - rho) g^2
 * u = sqrt(d + epsilon) / sqrt(a + epsilon) g
 * d = rho d + (1 - rho) u^2
 * parameter -= learningRate u
 * </pre>
 *
 * <p>All sums are in double. {@link TensorFlowAdaDelta} is the same for Deeplearning4j, in floats. Batches are taken in
 * the order of the dataset; the last may be smaller.
 */
final class Adadelta {
    private final double learningRate;
    private final double rho;
    private final double epsilon;
    private final int batchSize;
    private final double[] gradient;
    private final double[] squaredGradients;
    private final double[] squaredUpdates;
    private final ParallelLoop loop;

    Adadelta(ReadoutSettings settings, int parameters, ParallelLoop loop) {
        this.loop = loop;
        learningRate = settings.learningRate();
        rho = settings.rho();
        epsilon = settings.epsilon();
        batchSize = settings.batchSize();
        gradient = new double[parameters];
        squaredGradients = new double[parameters];
        squaredUpdates = new double[parameters];
    }

    /** Mean loss over the batches and part of the samples classified correctly, each before its update. */
    record Epoch(double loss, double accuracy) {}

    /** Goes over all samples once and updates the parameters after each batch. */
    Epoch epoch(ReadoutLoss loss, int samples, double l2, double[] parameters) {
        double losses = 0;
        double correct = 0;
        int batches = 0;
        for (int from = 0; from < samples; from += batchSize) {
            int to = Math.min(from + batchSize, samples);
            losses += step(loss, from, to, l2, parameters);
            correct += loss.accuracy() * (to - from);
            batches++;
        }
        return new Epoch(losses / batches, correct / samples);
    }

    /** Updates the parameters with one batch; returns the batch's loss before that. */
    double step(ReadoutLoss loss, int from, int to, double l2, double[] parameters) {
        double value = loss.evaluate(from, to, parameters, l2, gradient);
        update(parameters);
        return value;
    }

    private void update(double[] parameters) {
        int middle = parameters.length / 2;
        loop.forEach(2, half -> update(parameters, half == 0 ? 0 : middle, half == 0 ? middle : parameters.length));
    }

    private void update(double[] parameters, int from, int to) {
        double rest = 1 - rho;
        for (int p = from; p < to; p++) {
            double g = gradient[p];
            double a = rho * squaredGradients[p] + rest * g * g;
            double u = Math.sqrt((squaredUpdates[p] + epsilon) / (a + epsilon)) * g;
            squaredGradients[p] = a;
            squaredUpdates[p] = rho * squaredUpdates[p] + rest * u * u;
            parameters[p] -= learningRate * u;
        }
    }
}
