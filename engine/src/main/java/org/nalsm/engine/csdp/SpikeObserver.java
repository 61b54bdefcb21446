package org.nalsm.engine.csdp;

/** Is told who spikes. */
@FunctionalInterface
public interface SpikeObserver {
    /** Is not interested. */
    SpikeObserver NONE = (step, sample, layer, neurons, count) -> {};

    /**
     * Called for every step, sample and layer, in this order.
     *
     * @param step from 0
     * @param sample position in the presentation
     * @param neurons that spike, ascending; only the first {@code count} count, and only during the call
     */
    void step(int step, int sample, Layer layer, int[] neurons, int count);
}
