package org.nalsm.engine.liquid.simulation;

/** Sees what happened in a step, after the step. */
@FunctionalInterface
public interface StepObserver {
    /** Sees nothing. */
    StepObserver NONE = (t, spiking, liquidSpikes, inputSpikes, astrocyte) -> {};

    /**
     * One step is over.
     *
     * @param t millisecond from the start of the presentation
     * @param spiking liquid neurons that spiked, ascending; reused by the simulator
     * @param liquidSpikes how many entries of {@code spiking} count
     * @param inputSpikes number of input neurons that spiked
     * @param astrocyte astrocyte state A after the step (decay included); 0 for models without astrocyte
     */
    void step(int t, int[] spiking, int liquidSpikes, int inputSpikes, float astrocyte);
}
