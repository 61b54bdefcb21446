package org.nalsm.engine.diehlcook;

import java.io.Serializable;

/**
 * What a network is after training, or before. Owns its arrays, which nobody changes.
 *
 * @param model its parameters
 * @param weights of synapse (i, j) at {@code i * neurons + j}
 * @param thetaMv adaptive threshold of every excitatory neuron
 * @param delays of synapse (i, j) in steps, likewise
 */
public record LearnedNetwork(DiehlCookModel model, float[] weights, double[] thetaMv, short[] delays)
        implements Serializable {

    public LearnedNetwork {
        if (weights.length != model.synapses()
                || delays.length != model.synapses()
                || thetaMv.length != model.neurons()) {
            throw new IllegalArgumentException("%d weights, %d delays, %d thresholds of %d x %d synapses"
                    .formatted(weights.length, delays.length, thetaMv.length, DiehlCookModel.INPUTS, model.neurons()));
        }
    }
}
