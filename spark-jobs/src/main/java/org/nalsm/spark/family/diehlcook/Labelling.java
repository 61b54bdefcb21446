package org.nalsm.spark.family.diehlcook;

import java.util.Arrays;
import java.util.function.Consumer;
import org.nalsm.engine.analysis.ConfusionMatrix;
import org.nalsm.engine.diehlcook.NeuronLabels;
import org.nalsm.spark.family.diehlcook.config.DiehlCookKeys.ObservationKeys.SilentNeurons;
import org.nalsm.spark.family.diehlcook.table.ResponseRow;

/** Sums of the responses to observed samples, from which neurons get their labels. */
final class Labelling implements Consumer<ResponseRow> {
    private static final int CLASSES = ConfusionMatrix.CLASSES;

    private final long[][] sums;
    private final long[] samples = new long[CLASSES];
    private final SilentNeurons silent;

    Labelling(DiehlCookSettings settings) {
        sums = new long[CLASSES][settings.keys().neurons()];
        silent = settings.keys().observation().silentNeurons();
    }

    @Override
    public void accept(ResponseRow row) {
        samples[row.label()]++;
        long[] sum = sums[row.label()];
        for (int j = 0; j < sum.length; j++) {
            sum[j] += row.counts()[j];
        }
    }

    /** Class of every neuron; {@link NeuronLabels#NONE} for those without. */
    int[] labels() {
        int[] labels = NeuronLabels.assign(sums, samples);
        if (silent == SilentNeurons.CLASS_0) {
            for (int j = 0; j < labels.length; j++) {
                labels[j] = Math.max(0, labels[j]);
            }
        }
        return labels;
    }

    /** Mean spikes of a neuron in an observed sample of each class. */
    double[] responses(int neuron) {
        double[] means = new double[CLASSES];
        for (int c = 0; c < CLASSES; c++) {
            means[c] = samples[c] == 0 ? 0 : (double) sums[c][neuron] / samples[c];
        }
        return means;
    }

    static long labelled(int[] labels) {
        return Arrays.stream(labels).filter(label -> label != NeuronLabels.NONE).count();
    }
}
