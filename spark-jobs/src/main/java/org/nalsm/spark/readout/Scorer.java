package org.nalsm.spark.readout;

import static org.nalsm.spark.readout.CountMatrix.CLASSES;

import org.nd4j.linalg.api.ndarray.INDArray;

/** Scores and predictions of all samples of a matrix, in blocks that do not depend on the number of threads. */
final class Scorer {
    private final CountMatrix counts;
    private final float[] factors;
    private final ParallelLoop loop;
    private final BlockProducts[] products;
    private final INDArray weights;
    private final float[] weightValues;
    private final int parts;

    Scorer(CountMatrix counts, float[] factors, ParallelLoop loop) {
        this.counts = counts;
        this.factors = factors;
        this.loop = loop;
        parts = Math.min(8, (counts.samples() + BlockProducts.ROWS - 1) / BlockProducts.ROWS);
        products = new BlockProducts[parts];
        for (int i = 0; i < parts; i++) {
            products[i] = new BlockProducts(counts.neurons());
        }
        weights = BlockProducts.classesBy(counts.neurons());
        weightValues = new float[counts.neurons() * CLASSES];
    }

    /** Scores every sample with the parameters, laid out as {@link ReadoutLoss} says. */
    Predictions predict(double[] parameters) {
        ReadoutLoss.upload(parameters, weights, weightValues);
        float[][] scores = new float[counts.samples()][CLASSES];
        int[] predicted = new int[counts.samples()];
        // Part i takes the blocks i, i + parts, ...
        loop.forEach(parts, i -> {
            for (int from = i * BlockProducts.ROWS; from < scores.length; from += parts * BlockProducts.ROWS) {
                int to = Math.min(from + BlockProducts.ROWS, scores.length);
                float[] values = products[i].products(counts.rows(from, to), weights);
                for (int s = from; s < to; s++) {
                    score(values, (s - from) * CLASSES, factors[s], parameters, scores[s]);
                    predicted[s] = largest(scores[s]);
                }
            }
        });
        int correct = 0;
        for (int s = 0; s < predicted.length; s++) {
            correct += predicted[s] == counts.label(s) ? 1 : 0;
        }
        return new Predictions(scores, predicted, correct / (double) predicted.length);
    }

    private void score(float[] values, int at, float factor, double[] parameters, float[] scores) {
        for (int k = 0; k < CLASSES; k++) {
            scores[k] = (float) ((double) factor * values[at + k] + parameters[weightValues.length + k]);
        }
    }

    private static int largest(float[] scores) {
        int best = 0;
        for (int k = 1; k < scores.length; k++) {
            if (scores[k] > scores[best]) {
                best = k;
            }
        }
        return best;
    }
}
