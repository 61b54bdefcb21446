package org.nalsm.engine.lsnn;

import org.nalsm.engine.kernel.Kernel;

/**
 * The inner loops of {@link LaneGroup} over arrays whose innermost index is the lane: {@value #LANES} samples side by side.
 * {@link ScalarKernel} is the specification. A set of lanes is an int whose bit l stands for lane l.
 */
interface LaneKernel {
    /** Loops of that kind. */
    static LaneKernel of(Kernel kernel) {
        return kernel.loops(ScalarKernel::new, () -> new VectorKernel());
    }

    /** Samples of a group. */
    int LANES = 16;

    /**
     * Delivers a source's spikes: {@code rows[base + target[c] + l] += weight[c]} for the connections {@code from <= c < to} and
     * the lanes l of {@code spikes}.
     */
    void deliver(int spikes, float[] weight, int[] target, int from, int to, float[] rows, int base);

    /**
     * A step of regular neurons {@code from <= j < to}: {@code rows} holds v_{t-1} at {@code before} and I_t at {@code now}, which
     * v_t replaces.
     *
     * @param last lanes that spiked in step t - 1, neuron j at {@code lastAt + j}
     * @param refractory lanes that must not spike, neuron j at {@code refractoryAt + j}
     * @param spikes receives the lanes that spike, neuron j at {@code spikesAt + j}
     */
    void advanceRegular(
            AlifConstants c,
            float[] rows,
            int before,
            int now,
            int[] last,
            int lastAt,
            int[] refractory,
            int refractoryAt,
            int[] spikes,
            int spikesAt,
            int from,
            int to);

    /** Likewise of adaptive neurons, neuron {@code from} the first of them in {@code b}: b_{t-1} and b_t. */
    void advanceAdaptive(
            AlifConstants c,
            float[] rows,
            int before,
            int now,
            float[] b,
            int bBefore,
            int bNow,
            int[] last,
            int lastAt,
            int[] refractory,
            int refractoryAt,
            int[] spikes,
            int spikesAt,
            int from,
            int to);

    /** A step of the readout traces of n neurons; {@code sum} receives them on top, if wanted. */
    void trace(float kappa, int[] spikes, int spikesAt, int n, float[] p, float[] sum, boolean wanted);

    /**
     * {@code out[k][l] = sum of weight[c] rows[target[c] + at + l]} over {@code start[k] <= c < start[k + 1]}, in this
     * order, for n presynaptic neurons k.
     *
     * @param start of the neurons' connections, the first neuron at index {@code first}
     */
    void gather(float[] weight, int[] target, int[] start, int first, int n, float[] rows, int at, float[] out);

    /**
     * The backward step of the readout traces: {@code gP = g + kappa gP}, and {@code gZ += carry + (1-kappa) gP + bias[j]}.
     *
     * @param drive G_t W_out^T of the window at hand; read only if {@code driven}
     */
    void adjointReadout(
            float kappa, int n, float[] drive, boolean driven, float[] gP, float[] carry, float[] bias, float[] gZ);

    /**
     * The backward step of regular neurons {@code from <= j < to} at step t. On entry {@code gZ} and {@code gV} are those of step t;
     * on exit {@code gV} is that of t - 1, {@code carry} is what gZ of t - 1 gets from reset and adaptation, and gI of t - 1
     * has replaced v_{t-1} in {@code rows}.
     */
    void adjointRegular(
            AlifConstants c,
            float[] rows,
            int before,
            int[] last,
            int lastAt,
            int[] refractory,
            int refractoryAt,
            float[] gZ,
            float[] gV,
            float[] carry,
            int from,
            int to);

    /** Likewise of adaptive neurons; {@code gB} is that of step t + 1 on entry and of t on exit, {@code b} at {@code bNow} b_t. */
    void adjointAdaptive(
            AlifConstants c,
            float[] rows,
            int before,
            float[] b,
            int bNow,
            int[] last,
            int lastAt,
            int[] refractory,
            int refractoryAt,
            float[] gZ,
            float[] gV,
            float[] gB,
            float[] carry,
            int from,
            int to);

    /** Copies a column of rows: {@code to[at + t LANES + l] = rows[from + t width + l]} for {@code 0 <= t < count}. */
    void copyColumn(float[] rows, int from, int width, int count, float[] to, int at);

    /**
     * Correlates a source's spikes with the current adjoints of {@value #BLOCK} neurons: {@code out[q][l]} is the sum of
     * {@code columns[base_q + t LANES + l]} over the events {@code from <= e < to} that have lane l.
     *
     * @param events {@code t << 16 | lanes}, ascending
     */
    void correlate(
            int[] events, int from, int to, float[] columns, int base0, int base1, int base2, int base3, float[] out);

    /** Neurons that {@link #correlate} takes at a time. */
    int BLOCK = 4;
}
