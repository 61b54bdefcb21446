package org.nalsm.engine.diehlcook;

import org.nalsm.engine.kernel.Kernel;

/**
 * The inner loops of a step, over primitive arrays by neuron, padded to {@link #PADDING}, or by place ({@link Synapses}).
 * Callers guarantee index ranges; implementations agree bit for bit.
 */
interface StepKernel {
    /** Loops of that kind. */
    static StepKernel of(Kernel kernel) {
        return kernel.loops(ScalarKernel::new, () -> new VectorKernel());
    }

    /** Arrays by neuron have a multiple of so many elements; those beyond the neurons stay at rest. */
    int PADDING = 16;

    /**
     * One Euler step of the excitatory neurons, from the values at its start:
     * {@code u += rate * ((ge * (65 - u) - u) + gi * (-35 - u)); ge *= excitationDecay; gi *= inhibitionDecay}.
     *
     * @param u potential above rest, mV
     * @param limit above which a neuron spikes, mV; infinite where it cannot
     * @return whether any neuron has {@code u > limit} now
     */
    boolean integrate(float[] u, float[] ge, float[] gi, float[] limit, Propagators propagators);

    /**
     * Input spikes arrive: for the spikes [from, to), in their order, and the synapses p of each whose delay is
     * {@code now - step}: {@code ge[post] += w[p]}.
     *
     * @param step when each spike was emitted
     * @param input which neuron emitted it
     */
    void deliver(Synapses synapses, int[] step, int[] input, int from, int to, int now, float[] w, float[] ge);

    /**
     * Likewise, and every such synapse is weakened: {@code w' = max(0, min(1, w - ltd[post])); arrival[p] = now}.
     *
     * @param ltd by neuron, {@code ltdRate * post1} at this step
     */
    void deliverPlastic(
            Synapses synapses,
            int[] step,
            int[] input,
            int from,
            int to,
            int now,
            float[] w,
            float[] ge,
            float[] ltd,
            int[] arrival);
}
