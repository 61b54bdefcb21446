package org.nalsm.engine.diehlcook;

import java.util.Arrays;

/**
 * Names neurons by the class that they respond to most, and samples by the neurons that respond. Only here labels
 * matter.
 */
public final class NeuronLabels {
    /** Label of a neuron that has none. */
    public static final int NONE = -1;

    private NeuronLabels() {}

    /**
     * Labels of neurons: the class whose samples cause most spikes on average, the lowest of equals; none for a neuron that
     * never spiked.
     *
     * @param sums spikes by class, then neuron
     * @param samples number of samples of every class; a class without samples labels no neuron
     */
    public static int[] assign(long[][] sums, long[] samples) {
        int[] labels = new int[sums[0].length];
        Arrays.fill(labels, NONE);
        for (int j = 0; j < labels.length; j++) {
            double most = 0;
            for (int c = 0; c < sums.length; c++) {
                double mean = samples[c] == 0 ? 0 : (double) sums[c][j] / samples[c];
                if (mean > most) {
                    most = mean;
                    labels[j] = c;
                }
            }
        }
        return labels;
    }

    /**
     * Score of every class: mean spikes of its neurons; negative infinity for a class without neurons.
     *
     * @param counts spikes of every neuron
     * @param labels of every neuron
     */
    public static double[] scores(int[] counts, int[] labels, int classes) {
        double[] scores = new double[classes];
        int[] neurons = new int[classes];
        for (int j = 0; j < counts.length; j++) {
            if (labels[j] != NONE) {
                scores[labels[j]] += counts[j];
                neurons[labels[j]]++;
            }
        }
        for (int c = 0; c < classes; c++) {
            scores[c] = neurons[c] == 0 ? Double.NEGATIVE_INFINITY : scores[c] / neurons[c];
        }
        return scores;
    }

    /** The class with the highest score, the lowest of equals. */
    public static int winner(double[] scores) {
        int winner = 0;
        for (int c = 1; c < scores.length; c++) {
            if (scores[c] > scores[winner]) {
                winner = c;
            }
        }
        return winner;
    }
}
