package org.nalsm.engine.liquid.simulation.event;

import static jdk.incubator.vector.VectorOperators.ADD;
import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.F2D;
import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.I2F;
import static jdk.incubator.vector.VectorOperators.I2L;
import static jdk.incubator.vector.VectorOperators.L2I;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.OR;
import static jdk.incubator.vector.VectorOperators.XOR;

import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * The loops on the Vector API of JDK 17. Accumulators and pairs are longs of the preferred shape, floats and
 * ints vectors of as many lanes. Gathers are vectors; scatters are not, scalar additions are faster.
 *
 * <p>Weights are written, and postsynaptic indices read, up to a vector beyond a row; the lanes beyond it keep their
 * weight and contribute 0. Rows that end too near to the end of the arrays finish in the scalar kernel, which is called
 * for them only: a call for nothing costs more where that kernel has run as well, as it is compiled in full then.
 *
 * <p>Three things about this compiler shape the code; without any of them vectors become objects and the loops
 * ten times slower. One species per element type, because the library's methods are compiled for the classes that
 * they have seen. No methods of our own inside a vector loop, because the compiler stops inlining them, but not the
 * library's, in large loops. No bits of masks, because only blends and tests of masks are compiled.
 *
 * <p>Rounding: a float of absolute value at most 2^22, plus 1.5 * 2^23, has no fraction bits left; the addition
 * rounds half to even, and the raw bits minus those of the constant are the integer. Therefore weights and
 * changes must be at most 4 here; whatever may be larger is left to {@link ScalarKernel}.
 *
 * <p>Clipping is done on raw bits: as signed integers those of positive floats ascend with them and those of
 * negative floats are below; with the sign bit flipped the same holds for the absolute values of negative ones. A
 * clipped weight may be -0 where the specification has 0.
 */
final class VectorKernel implements StepKernel {
    private static final VectorSpecies<Long> LONGS = LongVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_PREFERRED;
    private static final VectorShape HALF = VectorShape.forBitSize(LONGS.vectorBitSize() / 2);
    private static final VectorSpecies<Float> FLOATS = VectorSpecies.of(float.class, HALF);
    private static final VectorSpecies<Integer> INTS = VectorSpecies.of(int.class, HALF);
    private static final int LANES = LONGS.length();

    private static final float ROUND = 0x1.8p23f;
    private static final int ROUND_BITS = Float.floatToRawIntBits(ROUND);
    private static final long PACKED_ROUND_BITS = ScalarKernel.pack(ROUND_BITS, ROUND_BITS);
    private static final double WIDE_ROUND = 0x1.8p52;
    private static final long WIDE_ROUND_BITS = Double.doubleToRawLongBits(WIDE_ROUND);
    private static final float LARGEST_WEIGHT = 4;
    /** Of |own| + |down|; below 4 by more than the rounding of a weight. */
    private static final float LARGEST_CHANGE = 3.9f;

    private static final int SIGN = Integer.MIN_VALUE;

    private static final int[] LANE = {0, 1, 2, 3, 4, 5, 6, 7};
    private static final int[] LANE_BIT = {1, 2, 4, 8, 16, 32, 64, 128};
    private static final int CROSSING_LANES = 32;

    private final ScalarKernel scalar = new ScalarKernel();
    private final boolean narrow;
    private long[] contributions = new long[256];
    private float[] changed = new float[256];

    // Two vectors each: loaded at LANES - k, k lanes are of the first one and the rest of the second.
    private final long[] longOnes = new long[2 * LANES];
    private final int[] ones = new int[2 * LANES];
    private final int[] boundThenZero = new int[2 * LANES];
    private final int[] zeroThenBound = new int[2 * LANES];

    /** @param maxWeight bound of every absolute weight */
    VectorKernel(float maxWeight) {
        narrow = maxWeight <= LARGEST_WEIGHT;
        Arrays.fill(longOnes, 0, LANES, -1);
        Arrays.fill(ones, 0, LANES, -1);
        Arrays.fill(boundThenZero, 0, LANES, Float.floatToRawIntBits(maxWeight));
        Arrays.fill(zeroThenBound, LANES, 2 * LANES, Float.floatToRawIntBits(maxWeight));
    }

    @Override
    public void decayCurrent(long[] current, int n, float factor) {
        int end = LONGS.loopBound(n);
        for (int j = 0; j < end; j += LANES) {
            // Y + Z: a negative Y has borrowed from Z, bit 31 gives it back.
            LongVector packed = LongVector.fromArray(LONGS, current, j);
            LongVector sum = packed.add(packed.lanewise(LSHR, 32))
                    .add(packed.lanewise(LSHR, 31).and(1));
            FloatVector before = (FloatVector) sum.convertShape(L2I, INTS, 0).convertShape(I2F, FLOATS, 0);
            DoubleVector after = (DoubleVector) before.mul(factor).convertShape(F2D, DOUBLES, 0);
            after.add(WIDE_ROUND).reinterpretAsLongs().sub(WIDE_ROUND_BITS).intoArray(current, j);
        }
        scalar.decayCurrent(current, end, n, factor);
    }

    @Override
    public void decay(float[] a, int n, float factor) {
        int end = FLOATS.loopBound(n);
        for (int i = 0; i < end; i += LANES) {
            FloatVector v = FloatVector.fromArray(FLOATS, a, i).mul(factor);
            v.blend(0, v.abs().lt(FLUSH_BELOW)).intoArray(a, i);
        }
        scalar.decay(a, end, n, factor);
    }

    @Override
    public void integrate(float[] v, long[] current, int n, float leak) {
        int end = FLOATS.loopBound(n);
        for (int j = 0; j < end; j += LANES) {
            FloatVector before = FloatVector.fromArray(FLOATS, v, j);
            FloatVector delivered = (FloatVector) LongVector.fromArray(LONGS, current, j)
                    .convertShape(L2I, INTS, 0)
                    .convertShape(I2F, FLOATS, 0);
            before.sub(before.mul(leak)).add(delivered.mul(UNIT)).intoArray(v, j);
        }
        scalar.integrate(v, current, end, n, leak);
    }

    @Override
    public void leak(float[] v, int from, int to, float leak) {
        int end = from + FLOATS.loopBound(to - from);
        for (int i = from; i < end; i += LANES) {
            FloatVector before = FloatVector.fromArray(FLOATS, v, i);
            before.sub(before.mul(leak)).intoArray(v, i);
        }
        scalar.leak(v, end, to, leak);
    }

    @Override
    public int crossings(float[] v, int n, float threshold, int[] out) {
        int count = 0;
        int end = n - n % CROSSING_LANES;
        // One branch for every crossing instead of one for every neuron: they cannot be predicted.
        for (int i = 0; i < end; i += CROSSING_LANES) {
            int bits = 0;
            for (int k = 0; k < CROSSING_LANES; k += LANES) {
                IntVector bit = IntVector.fromArray(INTS, LANE_BIT, 0);
                FloatVector found = bit.reinterpretAsFloats()
                        .blend(0, FloatVector.fromArray(FLOATS, v, i + k).lt(threshold));
                bits |= found.reinterpretAsInts().reduceLanes(OR) << k;
            }
            for (; bits != 0; bits &= bits - 1) {
                out[count++] = i + Integer.numberOfTrailingZeros(bits);
            }
        }
        return scalar.crossings(v, end, n, threshold, out, count);
    }

    @Override
    public void pair(float[] q, float[] x, int from, int to, float rate, long[] out) {
        int end = from + FLOATS.loopBound(to - from);
        for (int i = from; i < end; i += LANES) {
            IntVector change = FloatVector.fromArray(FLOATS, q, i).mul(rate).reinterpretAsInts();
            IntVector activation = FloatVector.fromArray(FLOATS, x, i).reinterpretAsInts();
            LongVector low = ((LongVector) change.convertShape(I2L, LONGS, 0)).and(0xFFFFFFFFL);
            LongVector high = ((LongVector) activation.convertShape(I2L, LONGS, 0)).lanewise(LSHL, 32);
            high.or(low).intoArray(out, i);
        }
        scalar.pair(q, x, end, to, rate, out);
    }

    @Override
    public void deliver(float[] w, int[] post, int from, int to, float gain, long[] current) {
        int end = narrow ? Math.min(to, w.length - LANES) : from;
        reserve(to - from);
        long[] contribution = contributions;
        float scaledGain = gain * SCALE;
        for (int s = from; s < end; s += LANES) {
            IntVector fixed = FloatVector.fromArray(FLOATS, w, s)
                    .mul(scaledGain)
                    .add(ROUND)
                    .reinterpretAsInts();
            ((LongVector) fixed.sub(ROUND_BITS).convertShape(I2L, LONGS, 0)).intoArray(contribution, s - from);
        }
        for (int s = from; s < end; s++) {
            current[post[s]] += contribution[s - from];
        }
        if (end < to) {
            scalar.deliver(w, post, Math.max(from, end), to, gain, current);
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
        boolean bounded = narrow && Math.abs(own) + Math.abs(down) <= LARGEST_CHANGE;
        int end = bounded ? Math.min(to, w.length - LANES) : from;
        reserve(to - from);
        long[] contribution = contributions;
        int ownBits = Float.floatToRawIntBits(own);
        int lowBits = Float.floatToRawIntBits(Math.abs(low));
        int highBits = Float.floatToRawIntBits(high);
        float scaledGain = gain * SCALE;
        for (int s = from; s < end; s += LANES) {
            FloatVector before = FloatVector.fromArray(FLOATS, w, s);
            IntVector marked = FloatVector.fromArray(FLOATS, q, 0, post, s).reinterpretAsInts();
            FloatVector coincident = marked.lanewise(ASHR, 31).and(ownBits).reinterpretAsFloats();
            FloatVector trace = marked.and(Integer.MAX_VALUE).reinterpretAsFloats();
            IntVector free = before.add(coincident).add(trace.mul(down)).reinterpretAsInts();
            IntVector clipped =
                    free.min(highBits).lanewise(XOR, SIGN).min(lowBits).lanewise(XOR, SIGN);
            FloatVector after = clipped.reinterpretAsFloats();
            IntVector delivered = before.mul(scaledGain).add(ROUND).reinterpretAsInts();
            IntVector deferred = after.sub(before).mul(SCALE).add(ROUND).reinterpretAsInts();
            LongVector y = (LongVector) delivered.convertShape(I2L, LONGS, 0);
            LongVector z = (LongVector) deferred.convertShape(I2L, LONGS, 0);
            LongVector sum = z.lanewise(LSHL, 32).add(y).sub(PACKED_ROUND_BITS);
            if (end - s < LANES) {
                IntVector unchanged = before.reinterpretAsInts();
                clipped = clipped.blend(
                        unchanged, IntVector.fromArray(INTS, LANE, 0).compare(GE, end - s));
                sum = sum.and(LongVector.fromArray(LONGS, longOnes, LANES - (end - s)));
            }
            clipped.reinterpretAsFloats().intoArray(w, s);
            sum.intoArray(contribution, 0);
            current[post[s]] += contribution[0];
            current[post[s + 1]] += contribution[1];
            current[post[s + 2]] += contribution[2];
            current[post[s + 3]] += contribution[3];
            if (LANES > 4) {
                current[post[s + 4]] += contribution[4];
                current[post[s + 5]] += contribution[5];
                current[post[s + 6]] += contribution[6];
                current[post[s + 7]] += contribution[7];
            }
        }
        if (end < to) {
            scalar.deliverPlastic(w, post, Math.max(from, end), to, gain, q, own, down, low, high, current);
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
        if (!narrow || to + LANES > position.length) {
            return scalar.potentiate(w, position, pre, from, inhibitory, input, to, pairs, maxWeight);
        }
        reserve(to - from);
        float[] result = changed;
        IntVector sum = IntVector.zero(INTS);
        for (int s = from; s < to; s += LANES) {
            int excitatoryLanes = LANES - Math.max(0, Math.min(LANES, inhibitory - s));
            int liquidLanes = LANES - Math.max(0, Math.min(LANES, input - s));
            int lanes = LANES - Math.max(0, Math.min(LANES, to - s));
            FloatVector before = FloatVector.fromArray(FLOATS, w, 0, position, s);
            LongVector pair = LongVector.fromArray(LONGS, pairs, 0, pre, s);
            IntVector change = (IntVector) pair.convertShape(L2I, INTS, 0);
            IntVector activation = (IntVector) pair.lanewise(LSHR, 32).convertShape(L2I, INTS, 0);
            IntVector low = IntVector.fromArray(INTS, zeroThenBound, excitatoryLanes);
            IntVector high = IntVector.fromArray(INTS, boundThenZero, excitatoryLanes)
                    .or(IntVector.fromArray(INTS, zeroThenBound, liquidLanes));
            IntVector free = before.add(change.reinterpretAsFloats()).reinterpretAsInts();
            FloatVector after = free.min(high)
                    .lanewise(XOR, SIGN)
                    .min(low)
                    .lanewise(XOR, SIGN)
                    .reinterpretAsFloats();
            after.intoArray(result, s - from);
            FloatVector deferred = after.sub(before)
                    .mul(activation.reinterpretAsFloats())
                    .mul(SCALE)
                    .add(ROUND);
            sum = sum.add(deferred.reinterpretAsInts().and(IntVector.fromArray(INTS, ones, lanes)));
        }
        for (int s = from; s < to; s++) {
            w[position[s]] = result[s - from];
        }
        return sum.reduceLanes(ADD) - (to - from) * ROUND_BITS;
    }

    private void reserve(int synapses) {
        if (synapses + LANES > changed.length) {
            changed = new float[2 * (synapses + LANES)];
            contributions = new long[2 * (synapses + LANES)];
        }
    }
}
