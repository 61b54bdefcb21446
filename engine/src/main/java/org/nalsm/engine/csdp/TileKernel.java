package org.nalsm.engine.csdp;

import org.nalsm.engine.kernel.Kernel;

/**
 * The inner loops, over rows of {@link Tile#WIDTH} floats. {@link ScalarKernel} is the specification. Callers guarantee index
 * ranges; implementations agree bit for bit.
 */
interface TileKernel {
    /** Loops of that kind. */
    static TileKernel of(Kernel kernel) {
        return kernel.loops(ScalarKernel::new, () -> new VectorKernel());
    }

    /** Adds rows: {@code sum[k] += rows[list[e] WIDTH + k]} for {@code from <= e < to}, in this order. */
    void addRows(float[] rows, int[] list, int from, int to, float[] sum);

    /**
     * Adds one row to others: {@code rows[list[e] WIDTH + k] += row[at + k]} for {@code from <= e < to}.
     *
     * @param nonZero the k of which row has anything but zero, as bits; there may be more
     */
    void addToRows(float[] row, int at, long nonZero, int[] list, int from, int to, float[] rows);

    /**
     * A time step of a row of neurons: {@code j = gain excitation - lateralGain inhibition; threshold = max(threshold + shift,
     * floor); v += leak (j - v)}; where {@code v > threshold} there is a spike, v becomes 0 and the trace 1; elsewhere the trace
     * decays.
     *
     * @param shift what the spikes of the step before do to the thresholds
     * @param at of the row in v, threshold and trace
     * @return who spikes, neuron k as bit k
     */
    long advance(
            NeuronStep constants,
            float[] excitation,
            float[] inhibition,
            float shift,
            float[] v,
            float[] threshold,
            float[] trace,
            int at);

    /** Partial sums of {@link #sumOfSquares}. */
    int SUMS = 16;

    /**
     * Sum of the squares of a row: those of the elements k, k + 16, k + 32, ... one after the other, and of these 16 sums the upper
     * half is added to the lower one until one number is left.
     */
    float sumOfSquares(float[] rows, int at);

    /** Scales a row: {@code to[at + k] = factor from[at + k]}. */
    void scale(float[] from, int at, float factor, float[] to);

    /**
     * A contrastive update of a row of weights: Adam with the gradient {@code gain gradient[sumsAt + k]}, then {@code w -= decay
     * (fired[k] - together[sumsAt + k])}, then the bounds.
     *
     * @param fired in how many samples the postsynaptic neuron spikes
     * @param together in how many of them the presynaptic neuron did before
     */
    void learnContrastive(
            UpdateStep update,
            float gain,
            float lowest,
            float[] gradient,
            float[] together,
            int sumsAt,
            float[] fired,
            float[] w,
            float[] first,
            float[] second,
            int at);

    /** A Hebbian update of a row of weights: Adam with the gradient {@code -(0.1 error[errorAt + k]) (1 - |w|)}, then the bounds -1 and 1. */
    void learnHebbian(UpdateStep update, float[] error, int errorAt, float[] w, float[] first, float[] second, int at);
}
