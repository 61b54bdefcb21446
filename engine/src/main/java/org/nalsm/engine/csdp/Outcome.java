package org.nalsm.engine.csdp;

/**
 * What samples did to a network.
 *
 * @param classSpikes spikes of the classifier, samples x classes
 * @param reconstruction sum of the traces of the reconstruction layer over the steps, samples x inputs
 * @param spikes1 spikes of the first hidden layer, samples x neurons
 * @param spikes2 spikes of the second hidden layer, samples x neurons
 * @param goodness sum over the steps of the goodness of both hidden layers, samples x 2
 * @param goodnessCourse mean goodness by step, hidden layer, and (positive, negative): steps x 2 x 2; NaN where there is no
 *     such sample
 * @param spikes of all samples in all steps, by {@link Layer#ordinal}
 */
public record Outcome(
        int[] classSpikes,
        float[] reconstruction,
        int[] spikes1,
        int[] spikes2,
        double[] goodness,
        double[] goodnessCourse,
        long[] spikes) {}
