package org.nalsm.engine.liquid.simulation;

import org.nalsm.engine.liquid.encoding.InputSpikes;
import org.nalsm.engine.liquid.network.Network;

/**
 * Simulates samples on one initialised liquid. Each sample starts from rest and from the initialised weights,
 * so the result depends on the sample alone and not on what was simulated before. An instance belongs to
 * one thread.
 */
public interface LiquidSimulator {
    /** The network that is simulated. */
    Network network();

    /**
     * Simulates one sample.
     *
     * @param input the sample's input spikes
     * @param durationMs steps of 1 ms
     * @param counts receives the number of spikes of every liquid neuron; length {@code network().liquid()}
     * @param observer sees every step; {@link StepObserver#NONE} if nobody looks
     * @return the number of input neuron spikes
     */
    int simulate(InputSpikes input, int durationMs, int[] counts, StepObserver observer);
}
