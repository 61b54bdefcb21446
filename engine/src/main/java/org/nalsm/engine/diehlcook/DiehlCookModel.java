package org.nalsm.engine.diehlcook;

import java.io.Serializable;

/**
 * Parameters of the network that experiments change. Times are in ms, potentials in mV, conductances relative to the
 * leak, rates in Hz. What is not here is fixed, in {@link Constants}.
 *
 * @param neurons number of excitatory neurons, and of inhibitory ones: one each
 * @param dtMs time step, above 0 and at most 0.5
 * @param presentationMs how long an image is shown
 * @param restMs silence after it; not below {@link Constants#LONGEST_DELAY_MS}, so that no spike is on its way afterwards
 * @param intensity of the first presentation: a pixel x fires at {@code x / 8 * intensity} Hz; every further one adds 1
 * @param minSpikes excitatory spikes while the image is shown, below which it is shown once more
 * @param maxPresentations how often an image is shown at most
 * @param initialThetaMv adaptive threshold of an untrained neuron
 * @param thetaIncrementMv what a spike adds to it
 * @param thetaTauMs its time constant
 * @param ltdRate by how much an input spike weakens a synapse right after a spike of its neuron
 * @param ltpRate by how much a neuron's spike strengthens a synapse right after an input spike
 * @param weightSum sum of a neuron's incoming weights after normalisation
 * @param excitatoryToInhibitory conductance that a spike adds to its inhibitory neuron
 * @param inhibitoryToExcitatory conductance that a spike of an inhibitory neuron adds to all other excitatory ones
 */
public record DiehlCookModel(
        int neurons,
        double dtMs,
        double presentationMs,
        double restMs,
        int intensity,
        int minSpikes,
        int maxPresentations,
        double initialThetaMv,
        double thetaIncrementMv,
        double thetaTauMs,
        double ltdRate,
        double ltpRate,
        double weightSum,
        double excitatoryToInhibitory,
        double inhibitoryToExcitatory)
        implements Serializable {

    /** Input neurons: pixels of an image. */
    public static final int INPUTS = 784;

    public DiehlCookModel {
        if (neurons < 1 || intensity < 1 || minSpikes < 0 || maxPresentations < 1) {
            throw new IllegalArgumentException("neurons, intensity and presentations are at least 1");
        }
        if (!(dtMs > 0 && dtMs <= Constants.LARGEST_DT_MS)
                || !(presentationMs >= dtMs)
                || !(restMs >= Constants.LONGEST_DELAY_MS)) {
            throw new IllegalArgumentException("a time step of " + dtMs + " ms, " + presentationMs
                    + " ms of presentation, " + restMs + " ms of rest");
        }
    }

    /** The published network of that size, as its Brian2 replication has it. */
    public static DiehlCookModel published(int neurons) {
        return new DiehlCookModel(neurons, 0.1, 350, 150, 2, 5, 30, 20, 0.05, 1e7, 1e-4, 1e-2, 78, 10.4, 17);
    }

    /** Number of plastic synapses; synapse (i, j) from input i to neuron j is at {@code i * neurons + j}. */
    public int synapses() {
        return INPUTS * neurons;
    }

    /** Steps for which an image is shown. */
    public int presentationSteps() {
        return steps(presentationMs);
    }

    /** Steps of the silence after it. */
    public int restSteps() {
        return steps(restMs);
    }

    /** A time in steps, to the nearest one. */
    int steps(double ms) {
        return (int) Math.floor(ms / dtMs + 0.5);
    }
}
