package org.nalsm.engine.simulation.event;

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
    public String name() {
        return "scalar";
    }

    @Override
    public void decayCurrent(long[] current, int n, float factor) {
        for (int j = 0; j < n; j++) {
            float sum = delivered(current[j]) + deferred(current[j]);
            current[j] = round(sum * factor);
        }
    }

    @Override
    public void decay(float[] a, int n, float factor) {
        for (int i = 0; i < n; i++) {
            a[i] = flush(a[i] * factor);
        }
    }

    @Override
    public void integrate(float[] v, long[] current, int n, float leak) {
        for (int j = 0; j < n; j++) {
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
        int count = 0;
        for (int i = 0; i < n; i++) {
            if (v[i] >= threshold) {
                out[count++] = i;
            }
        }
        return count;
    }

    @Override
    public void scale(float[] a, int from, int to, float factor, float[] b) {
        for (int i = from; i < to; i++) {
            b[i] = a[i] * factor;
        }
    }

    @Override
    public void deliver(float[] w, int[] post, int from, int to, float gain, long[] current) {
        for (int s = from; s < to; s++) {
            current[post[s]] += fix(w[s] * gain);
        }
    }

    @Override
    public void deliverPlastic(float[] w, int[] post, int from, int to, float gain, float[] q, float own, float down,
            float low, float high, long[] current) {
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
    public int potentiate(float[] w, int[] position, int[] pre, int from, int to, float[] change, float[] x,
            float low, float high) {
        int sum = 0;
        for (int s = from; s < to; s++) {
            float before = w[position[s]];
            float after = clip(before + change[pre[s]], low, high);
            w[position[s]] = after;
            sum += fix((after - before) * x[pre[s]]);
        }
        return sum;
    }
}
