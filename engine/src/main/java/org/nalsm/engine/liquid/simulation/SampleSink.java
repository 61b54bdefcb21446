package org.nalsm.engine.liquid.simulation;

import org.jspecify.annotations.Nullable;

/** Takes the results of a simulation, sample by sample. */
@FunctionalInterface
public interface SampleSink {
    /**
     * A sample is simulated.
     *
     * @param position of the sample in its batch
     * @param counts spikes of every liquid neuron; reused by the simulator
     * @param inputSpikes spikes of all input neurons together
     * @param recording every spike; null where the sample was not to be recorded
     */
    void accept(int position, int[] counts, int inputSpikes, @Nullable SpikeRecording recording);
}
