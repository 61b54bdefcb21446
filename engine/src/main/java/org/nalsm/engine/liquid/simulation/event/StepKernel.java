package org.nalsm.engine.liquid.simulation.event;

import org.nalsm.engine.kernel.Kernel;

/**
 * The inner loops of a step, over primitive arrays. Callers guarantee index ranges; implementations must agree
 * bit for bit (liquid-semantics). The two fixed-point accumulators of a neuron (scale 2^20) share a long:
 * {@code Z * 2^32 + Y}, a sum whose order does not matter, so that one addition serves both.
 */
interface StepKernel {
    /** The loops for weights of at most {@code maxWeight}. */
    static StepKernel of(Kernel kernel, float maxWeight) {
        return kernel.loops(ScalarKernel::new, () -> new VectorKernel(maxWeight));
    }

    /** Fixed-point scale of the accumulators. */
    float SCALE = 0x1p20f;
    /** One unit of the accumulators. */
    float UNIT = 0x1p-20f;
    /** Smaller absolute values of x, q and c become 0. */
    float FLUSH_BELOW = 0x1p-60f;

    /** {@code Y = round((Y + Z) * factor), Z = 0}. */
    void decayCurrent(long[] current, int n, float factor);

    /** {@code a = flush(a * factor)}. */
    void decay(float[] a, int n, float factor);

    /** {@code V = (V - V * leak) + Y * 2^-20} for neurons [0, n). */
    void integrate(float[] v, long[] current, int n, float leak);

    /** {@code V = V - V * leak} for neurons [from, to). */
    void leak(float[] v, int from, int to, float leak);

    /** Neurons of [0, n) with {@code V >= threshold}, ascending, into {@code out}; returns how many. */
    int crossings(float[] v, int n, float threshold, int[] out);

    /**
     * Pairs for {@link #potentiate}, of the neurons [from, to): the low 32 bits of {@code out} are the float
     * {@code q * rate}, the high 32 bits the float x.
     */
    void pair(float[] q, float[] x, int from, int to, float rate, long[] out);

    /** {@code Y_post += fix(w * gain)} for the synapses [from, to) of one presynaptic neuron. */
    void deliver(float[] w, int[] post, int from, int to, float gain, long[] current);

    /**
     * Delivers along the synapses [from, to) of one presynaptic neuron that spikes, and changes them:
     * {@code Y_post += fix(w * gain); w' = clip((w + (post spikes too ? own : 0)) + down * q_post);
     * Z_post += fix(w' - w)}.
     *
     * @param q traces of the postsynaptic neurons, below 1; the sign bit marks neurons that spike too
     */
    void deliverPlastic(
            float[] w,
            int[] post,
            int from,
            int to,
            float gain,
            float[] q,
            float own,
            float down,
            float low,
            float high,
            long[] current);

    /**
     * Changes the incoming synapses of one postsynaptic neuron that spikes: {@code w' = clip(w + change_pre)}.
     * They lie in the order excitatory [from, inhibitory), inhibitory [inhibitory, input), input [input, to), with
     * weights in [0, maxWeight], [-maxWeight, 0], [-maxWeight, maxWeight].
     *
     * @param position where a synapse's weight is in {@code w}
     * @param pre a synapse's presynaptic neuron
     * @param pairs change, and activation x, of every presynaptic neuron, as {@link #pair} puts them; changes of
     *     input synapses are below 1
     * @return the sum of {@code fix((w' - w) * x_pre)}
     */
    int potentiate(
            float[] w,
            int[] position,
            int[] pre,
            int from,
            int inhibitory,
            int input,
            int to,
            long[] pairs,
            float maxWeight);
}
