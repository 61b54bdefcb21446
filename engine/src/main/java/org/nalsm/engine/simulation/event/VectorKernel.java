package org.nalsm.engine.simulation.event;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

final class VectorKernel implements StepKernel {
    private static final VectorSpecies<Long> LONGS = LongVector.SPECIES_PREFERRED;
    private static final VectorShape HALF = VectorShape.forBitSize(LONGS.vectorBitSize() / 2);
    private static final VectorSpecies<Float> FLOATS = VectorSpecies.of(float.class, HALF);
    private static final VectorSpecies<Integer> INTS = VectorSpecies.of(int.class, HALF);
    private static final int LANES = FLOATS.length();

    private static final float ROUND = 0x1.8p23f;
    private static final int ROUND_BITS = Float.floatToRawIntBits(ROUND);
    private static final long PACKED_ROUND_BITS = ((long) ROUND_BITS << 32) + ROUND_BITS;
    private static final float LARGEST = 4;
    private static final float LARGEST_CHANGE = 3.9f;

    private final ScalarKernel scalar = new ScalarKernel();
    private long[] packed = new long[64];
    private int[] fixed = new int[64];
    private final float[] changed = new float[LANES];
    private static final float[] LANE = {0, 1, 2, 3, 4, 5, 6, 7};

    @Override
    public String name() {
        return "vector";
    }

    @Override
    public void decayCurrent(long[] current, int n, float factor) {
        int end = LONGS.loopBound(n);
        for (int j = 0; j < end; j += LANES) {
            LongVector both = LongVector.fromArray(LONGS, current, j);
            LongVector sum = both.add(both.lanewise(VectorOperators.LSHR, 32))
                    .add(both.lanewise(VectorOperators.LSHR, 31).and(1));
            IntVector low = (IntVector) sum.convertShape(VectorOperators.L2I, INTS, 0);
            FloatVector f = ((FloatVector) low.convertShape(VectorOperators.I2F, FLOATS, 0)).mul(factor);
            var d = (jdk.incubator.vector.DoubleVector) f.convertShape(VectorOperators.F2D,
                    jdk.incubator.vector.DoubleVector.SPECIES_PREFERRED, 0);
            d.add(0x1.8p52).reinterpretAsLongs().sub(Double.doubleToRawLongBits(0x1.8p52)).intoArray(current, j);
        }
        for (int j = end; j < n; j++) {
            float sum = ScalarKernel.delivered(current[j]) + ScalarKernel.deferred(current[j]);
            current[j] = ScalarKernel.round(sum * factor);
        }
    }

    @Override
    public void decay(float[] a, int n, float factor) {
        int end = FLOATS.loopBound(n);
        for (int i = 0; i < end; i += LANES) {
            FloatVector v = FloatVector.fromArray(FLOATS, a, i).mul(factor);
            v.blend(0, v.abs().lt(FLUSH_BELOW)).intoArray(a, i);
        }
        for (int i = end; i < n; i++) {
            float v = a[i] * factor;
            a[i] = Math.abs(v) < FLUSH_BELOW ? 0 : v;
        }
    }

    @Override
    public void integrate(float[] v, long[] current, int n, float leak) {
        int end = LONGS.loopBound(n);
        for (int j = 0; j < end; j += LANES) {
            IntVector y = (IntVector) LongVector.fromArray(LONGS, current, j).convertShape(VectorOperators.L2I, INTS, 0);
            FloatVector i = ((FloatVector) y.convertShape(VectorOperators.I2F, FLOATS, 0)).mul(UNIT);
            FloatVector before = FloatVector.fromArray(FLOATS, v, j);
            before.sub(before.mul(leak)).add(i).intoArray(v, j);
        }
        for (int j = end; j < n; j++) {
            v[j] = (v[j] - v[j] * leak) + ScalarKernel.delivered(current[j]) * UNIT;
        }
    }

    @Override
    public void leak(float[] v, int from, int to, float leak) {
        int i = from;
        for (int end = from + FLOATS.loopBound(to - from); i < end; i += LANES) {
            FloatVector before = FloatVector.fromArray(FLOATS, v, i);
            before.sub(before.mul(leak)).intoArray(v, i);
        }
        scalar.leak(v, i, to, leak);
    }

    @Override
    public int crossings(float[] v, int n, float threshold, int[] out) {
        int count = 0;
        int end = FLOATS.loopBound(n);
        for (int i = 0; i < end; i += LANES) {
            if (FloatVector.fromArray(FLOATS, v, i).lt(threshold).allTrue()) {
                continue;
            }
            for (int k = i; k < i + LANES; k++) {
                if (v[k] >= threshold) {
                    out[count++] = k;
                }
            }
        }
        for (int i = end; i < n; i++) {
            if (v[i] >= threshold) {
                out[count++] = i;
            }
        }
        return count;
    }

    @Override
    public void scale(float[] a, int from, int to, float factor, float[] b) {
        int i = from;
        for (int end = from + FLOATS.loopBound(to - from); i < end; i += LANES) {
            FloatVector.fromArray(FLOATS, a, i).mul(factor).intoArray(b, i);
        }
        scalar.scale(a, i, to, factor, b);
    }

    @Override
    public void deliver(float[] w, int[] post, int from, int to, float gain, long[] current) {
        if (to - from + LANES > fixed.length) {
            fixed = new int[to - from + LANES];
        }
        int[] fix = fixed;
        int s = from;
        for (; s < to && s + LANES <= w.length; s += LANES) {
            FloatVector.fromArray(FLOATS, w, s).mul(gain * SCALE).add(ROUND).reinterpretAsInts().sub(ROUND_BITS)
                    .intoArray(fix, s - from);
        }
        int done = Math.min(s, to);
        for (int k = from; k < done; k++) {
            current[post[k]] += fix[k - from];
        }
        scalar.deliver(w, post, done, to, gain, current);
    }

    @Override
    public void deliverPlastic(float[] w, int[] post, int from, int to, float gain, float[] q, float own, float down,
            float low, float high, long[] current) {
        if (Math.abs(own) + Math.abs(down) > LARGEST_CHANGE) {
            scalar.deliverPlastic(w, post, from, to, gain, q, own, down, low, high, current);
            return;
        }
        if (to - from + LANES > packed.length) {
            packed = new long[to - from + LANES];
        }
        long[] sums = packed;
        int ownBits = Float.floatToRawIntBits(own);
        int lowFlipped = Float.floatToRawIntBits(Math.abs(low));
        int highBits = Float.floatToRawIntBits(high);
        float scaledGain = gain * SCALE;
        int s = from;
        for (; s < to && s + LANES <= w.length; s += LANES) {
            IntVector marked = FloatVector.fromArray(FLOATS, q, 0, post, s).reinterpretAsInts();
            FloatVector before = FloatVector.fromArray(FLOATS, w, s);
            FloatVector coincident = marked.lanewise(VectorOperators.ASHR, 31).and(ownBits).reinterpretAsFloats();
            FloatVector trace = marked.and(Integer.MAX_VALUE).reinterpretAsFloats();
            IntVector free = before.add(coincident).add(trace.mul(down)).reinterpretAsInts();
            FloatVector after = clip(free, lowFlipped, highBits).reinterpretAsFloats();
            FloatVector y = before.mul(scaledGain).add(ROUND);
            FloatVector z = after.sub(before).mul(SCALE).add(ROUND);
            int left = to - s;
            if (left < LANES) {
                after = before.blend(after, FloatVector.fromArray(FLOATS, LANE, 0).lt(left));
            }
            after.intoArray(w, s);
            LongVector low64 = (LongVector) y.reinterpretAsInts().convertShape(VectorOperators.I2L, LONGS, 0);
            LongVector high64 = (LongVector) z.reinterpretAsInts().convertShape(VectorOperators.I2L, LONGS, 0);
            high64.lanewise(VectorOperators.LSHL, 32).add(low64).sub(PACKED_ROUND_BITS).intoArray(sums, s - from);
        }
        int done = Math.min(s, to);
        for (int k = from; k < done; k++) {
            current[post[k]] += sums[k - from];
        }
        scalar.deliverPlastic(w, post, done, to, gain, q, own, down, low, high, current);
    }

    private static IntVector clip(IntVector bits, int lowFlipped, int high) {
        return bits.min(high).lanewise(VectorOperators.XOR, Integer.MIN_VALUE).min(lowFlipped)
                .lanewise(VectorOperators.XOR, Integer.MIN_VALUE);
    }

    @Override
    public int potentiate(float[] w, int[] position, int[] pre, int from, int to, float[] change, float[] x,
            float low, float high) {
        return scalar.potentiate(w, position, pre, from, to, change, x, low, high);
    }
}
