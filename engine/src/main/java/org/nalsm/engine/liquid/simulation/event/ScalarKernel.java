package org.nalsm.engine.liquid.simulation.event;

/** The specification: every loop as liquid-semantics writes it, one element at a time. */
final class ScalarKernel implements StepKernel {
    /**
     * 1.5 * 2^52. A double of this size has no fraction bits, so adding it rounds half to even, and the low 32
     * bits of the sum are the integer in two's complement.
     */
    private static final double ROUND = 0x1.8p52;

    static int round(float value) {
        return (int) Double.doubleToRawLongBits(value + ROUND);
    }

    static int fix(float value) {
        return round(value * SCALE);
    }

    /** Y of a packed accumulator. */
    static int delivered(long packed) {
        return (int) packed;
    }

    /** Z of a packed accumulator. */
    static int deferred(long packed) {
        return (int) ((packed - (int) packed) >> 32);
    }

    /** The sum of Y and Z as a packed accumulator. */
    static long pack(int delivered, int deferred) {
        return ((long) deferred << 32) + delivered;
    }

    private static float clip(float value, float low, float high) {
        return Math.max(low, Math.min(high, value));
    }

    private static float flush(float value) {
        return Math.abs(value) < FLUSH_BELOW ? 0 : value;
    }

    @Override
    public void decayCurrent(long[] current, int n, float factor) {
        decayCurrent(current, 0, n, factor);
    }

    void decayCurrent(long[] current, int from, int n, float factor) {
        for (int j = from; j < n; j++) {
            float sum = delivered(current[j]) + deferred(current[j]);
            current[j] = round(sum * factor);
        }
    }

    @Override
    public void decay(float[] a, int n, float factor) {
        decay(a, 0, n, factor);
    }

    void decay(float[] a, int from, int n, float factor) {
        for (int i = from; i < n; i++) {
            a[i] = flush(a[i] * factor);
        }
    }

    @Override
    public void integrate(float[] v, long[] current, int n, float leak) {
        integrate(v, current, 0, n, leak);
    }

    void integrate(float[] v, long[] current, int from, int n, float leak) {
        for (int j = from; j < n; j++) {
            v[j] = (v[j] - v[j] * leak) + delivered(current[j]) * UNIT;
        }
    }

    @Override
    public void leak(float[] v, int from, int to, float leak) {
        for (int i = from; i < to; i++) {
            v[i] = v[i] - v[i] * leak;
        }
    }

    @Override
    public int crossings(float[] v, int n, float threshold, int[] out) {
        return crossings(v, 0, n, threshold, out, 0);
    }

    int crossings(float[] v, int from, int n, float threshold, int[] out, int found) {
        int count = found;
        for (int i = from; i < n; i++) {
            if (v[i] >= threshold) {
                out[count++] = i;
            }
        }
        return count;
    }

    @Override
    public void pair(float[] q, float[] x, int from, int to, float rate, long[] out) {
        for (int i = from; i < to; i++) {
            out[i] = (long) Float.floatToRawIntBits(x[i]) << 32 | Float.floatToRawIntBits(q[i] * rate) & 0xFFFFFFFFL;
        }
    }

    @Override
    public void deliver(float[] w, int[] post, int from, int to, float gain, long[] current) {
        for (int s = from; s < to; s++) {
            current[post[s]] += fix(w[s] * gain);
        }
    }

    @Override
    public void deliverPlastic(
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
            long[] current) {
        for (int s = from; s < to; s++) {
            int j = post[s];
            float before = w[s];
            float coincident = Float.floatToRawIntBits(q[j]) < 0 ? own : 0;
            float after = clip((before + coincident) + down * Math.abs(q[j]), low, high);
            w[s] = after;
            current[j] += pack(fix(before * gain), fix(after - before));
        }
    }

    @Override
    public int potentiate(
            float[] w,
            int[] position,
            int[] pre,
            int from,
            int inhibitory,
            int input,
            int to,
            long[] pairs,
            float maxWeight) {
        return potentiate(w, position, pre, from, inhibitory, pairs, 0, maxWeight)
                + potentiate(w, position, pre, inhibitory, input, pairs, -maxWeight, 0)
                + potentiate(w, position, pre, input, to, pairs, -maxWeight, maxWeight);
    }

    private static int potentiate(
            float[] w, int[] position, int[] pre, int from, int to, long[] pairs, float low, float high) {
        int sum = 0;
        for (int s = from; s < to; s++) {
            float before = w[position[s]];
            float after = clip(before + change(pairs[pre[s]]), low, high);
            w[position[s]] = after;
            sum += fix((after - before) * activation(pairs[pre[s]]));
        }
        return sum;
    }

    /** The change of a pair. */
    static float change(long pair) {
        return Float.intBitsToFloat((int) pair);
    }

    /** The activation x of a pair. */
    static float activation(long pair) {
        return Float.intBitsToFloat((int) (pair >>> 32));
    }
}
