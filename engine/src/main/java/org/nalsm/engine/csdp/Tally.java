package org.nalsm.engine.csdp;

import java.util.Arrays;

/** Counts what happens in a presentation. */
final class Tally {
    private static final int FACES = 2;

    private final int samples;
    private final int[] classSpikes;
    private final int[] spikes1;
    private final int[] spikes2;
    private final double[] goodness;
    private final double[] course;
    private final long[] spikes = new long[Layer.values().length];

    Tally(CsdpModel model, int samples) {
        this.samples = samples;
        this.classSpikes = new int[samples * model.classes()];
        this.spikes1 = new int[samples * model.hidden1()];
        this.spikes2 = new int[samples * model.hidden2()];
        this.goodness = new double[samples * 2];
        this.course = new double[model.dynamics().steps() * 2 * FACES];
        Arrays.fill(course, Double.NaN);
    }

    /** Spikes of a sample in a step; samples may come from several threads. */
    void addSpikes(int sample, SpikeLists[] now) {
        count(now[Layer.CLASSIFIER.ordinal()], sample, classSpikes);
        count(now[Layer.HIDDEN1.ordinal()], sample, spikes1);
        count(now[Layer.HIDDEN2.ordinal()], sample, spikes2);
    }

    private static void count(SpikeLists lists, int sample, int[] spikes) {
        int from = sample * lists.size;
        for (int e = from; e < from + lists.counts[sample]; e++) {
            spikes[from + lists.neurons[e]]++;
        }
    }

    /** A step, by layer and sample, once all samples are listed. */
    void add(int step, double[][] goodnessNow, int positives, SpikeLists[] now) {
        for (int l = 0; l < goodnessNow.length; l++) {
            for (int b = 0; b < samples; b++) {
                goodness[b * 2 + l] += goodnessNow[l][b];
            }
            int at = (step * 2 + l) * FACES;
            course[at] = Arrays.stream(goodnessNow[l], 0, positives).average().orElse(Double.NaN);
            course[at + 1] =
                    Arrays.stream(goodnessNow[l], positives, samples).average().orElse(Double.NaN);
        }
        for (Layer layer : Layer.values()) {
            if (layer != Layer.RECONSTRUCTION) {
                spikes[layer.ordinal()] += now[layer.ordinal()].sum();
            }
        }
    }

    /** Spikes of the reconstruction, which come last in a step. */
    void addReconstruction(SpikeLists lists) {
        spikes[Layer.RECONSTRUCTION.ordinal()] += lists.sum();
    }

    Outcome outcome(float[] reconstruction) {
        return new Outcome(classSpikes, reconstruction, spikes1, spikes2, goodness, course, spikes);
    }
}
