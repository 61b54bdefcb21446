package org.nalsm.engine.liquid.network;

/**
 * Kinds of synapses by their two neurons, the presynaptic one first: EI leads from an excitatory to an inhibitory
 * neuron, INPUT from an input channel to a liquid neuron.
 */
public enum SynapseClass {
    EE,
    EI,
    IE,
    II,
    INPUT
}
