package org.nalsm.engine.liquid.simulation;

import org.nalsm.engine.liquid.encoding.InputSpikes;

/** Simulates one sample after the other; each step of it can be watched. */
public interface SequentialSimulator extends LiquidSimulator {
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

    @Override
    default void simulate(SampleBatch batch, SampleSink sink) {
        int[] counts = new int[network().liquid()];
        for (int k = 0; k < batch.sampleIds().length; k++) {
            SpikeRecording recording = batch.recorded().test(k) ? new SpikeRecording(batch.durationMs()) : null;
            int inputSpikes = simulate(
                    batch.inputs().sample(batch.sampleIds()[k]),
                    batch.durationMs(),
                    counts,
                    recording == null ? StepObserver.NONE : recording);
            sink.accept(k, counts, inputSpikes, recording);
        }
    }
}
