package org.nalsm.engine.csdp;

import static jdk.incubator.vector.VectorOperators.GT;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/** The loops on the Vector API. Every lane does what the scalar kernel does, in the same order. */
final class VectorKernel implements TileKernel {
    // One species only: with two, the JIT no longer knows what the sums of addRows are, and puts them on the heap.
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = FLOATS.length();
    /** Lanes of the four vectors that rows are added in at a time: a whole row of 512-bit vectors, half of 256-bit ones. */
    private static final int STRIP = 4 * LANES;
    /** Elements of a row up to which they are added one by one. */
    private static final int FEW = Tile.WIDTH / LANES * 2;

    @Override
    public void addRows(float[] rows, int[] list, int from, int to, float[] sum) {
        for (int strip = 0; strip < Tile.WIDTH; strip += STRIP) {
            FloatVector sum0 = FloatVector.fromArray(FLOATS, sum, strip);
            FloatVector sum1 = FloatVector.fromArray(FLOATS, sum, strip + LANES);
            FloatVector sum2 = FloatVector.fromArray(FLOATS, sum, strip + 2 * LANES);
            FloatVector sum3 = FloatVector.fromArray(FLOATS, sum, strip + 3 * LANES);
            for (int e = from; e < to; e++) {
                int at = list[e] * Tile.WIDTH + strip;
                sum0 = sum0.add(FloatVector.fromArray(FLOATS, rows, at));
                sum1 = sum1.add(FloatVector.fromArray(FLOATS, rows, at + LANES));
                sum2 = sum2.add(FloatVector.fromArray(FLOATS, rows, at + 2 * LANES));
                sum3 = sum3.add(FloatVector.fromArray(FLOATS, rows, at + 3 * LANES));
            }
            sum0.intoArray(sum, strip);
            sum1.intoArray(sum, strip + LANES);
            sum2.intoArray(sum, strip + 2 * LANES);
            sum3.intoArray(sum, strip + 3 * LANES);
        }
    }

    @Override
    public void addToRows(float[] row, int at, long nonZero, int[] list, int from, int to, float[] rows) {
        if (Long.bitCount(nonZero) <= FEW) {
            for (long rest = nonZero; rest != 0; rest &= rest - 1) {
                int k = Long.numberOfTrailingZeros(rest);
                float term = row[at + k];
                for (int e = from; e < to; e++) {
                    rows[list[e] * Tile.WIDTH + k] += term;
                }
            }
            return;
        }
        for (int k = 0; k < Tile.WIDTH; k += LANES) {
            FloatVector term = FloatVector.fromArray(FLOATS, row, at + k);
            for (int e = from; e < to; e++) {
                int n = list[e] * Tile.WIDTH + k;
                FloatVector.fromArray(FLOATS, rows, n).add(term).intoArray(rows, n);
            }
        }
    }

    @Override
    public long advance(
            NeuronStep constants,
            float[] excitation,
            float[] inhibition,
            float shift,
            float[] v,
            float[] threshold,
            float[] trace,
            int at) {
        float gain = constants.gain();
        float lateralGain = constants.lateralGain();
        float leak = constants.leak();
        float traceDecay = constants.traceDecay();
        float floor = constants.floor();
        FloatVector one = FloatVector.broadcast(FLOATS, 1);
        long spikes = 0;
        for (int k = 0; k < Tile.WIDTH; k += LANES) {
            int n = at + k;
            FloatVector inhibited = FloatVector.fromArray(FLOATS, inhibition, k).mul(lateralGain);
            FloatVector current =
                    FloatVector.fromArray(FLOATS, excitation, k).mul(gain).sub(inhibited);
            FloatVector limit =
                    FloatVector.fromArray(FLOATS, threshold, n).add(shift).max(floor);
            FloatVector before = FloatVector.fromArray(FLOATS, v, n);
            FloatVector potential = before.add(current.sub(before).mul(leak));
            VectorMask<Float> isSpike = potential.compare(GT, limit);
            limit.intoArray(threshold, n);
            potential.blend(0, isSpike).intoArray(v, n);
            FloatVector.fromArray(FLOATS, trace, n)
                    .mul(traceDecay)
                    .blend(one, isSpike)
                    .intoArray(trace, n);
            if (isSpike.anyTrue()) {
                spikes |= isSpike.toLong() << k;
            }
        }
        return spikes;
    }

    @Override
    public float sumOfSquares(float[] rows, int at) {
        float[] sums = new float[SUMS];
        for (int part = 0; part < SUMS; part += LANES) {
            FloatVector sum = FloatVector.zero(FLOATS);
            for (int k = at + part; k < at + Tile.WIDTH; k += SUMS) {
                FloatVector x = FloatVector.fromArray(FLOATS, rows, k);
                sum = sum.add(x.mul(x));
            }
            sum.intoArray(sums, part);
        }
        return ScalarKernel.halve(sums);
    }

    @Override
    public void scale(float[] from, int at, float factor, float[] to) {
        for (int k = at; k < at + Tile.WIDTH; k += LANES) {
            FloatVector.fromArray(FLOATS, from, k).mul(factor).intoArray(to, k);
        }
    }

    @Override
    public void learnContrastive(
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
            int at) {
        for (int k = 0; k < Tile.WIDTH; k += LANES) {
            FloatVector g = FloatVector.fromArray(FLOATS, gradient, sumsAt + k).mul(gain);
            FloatVector before = FloatVector.fromArray(FLOATS, w, at + k);
            FloatVector alone =
                    FloatVector.fromArray(FLOATS, fired, k).sub(FloatVector.fromArray(FLOATS, together, sumsAt + k));
            before.sub(step(update, g, first, second, at + k))
                    .sub(alone.mul(update.decay()))
                    .min(UpdateStep.HIGHEST)
                    .max(lowest)
                    .intoArray(w, at + k);
        }
    }

    @Override
    public void learnHebbian(
            UpdateStep update, float[] error, int errorAt, float[] w, float[] first, float[] second, int at) {
        FloatVector one = FloatVector.broadcast(FLOATS, UpdateStep.HIGHEST);
        for (int k = 0; k < Tile.WIDTH; k += LANES) {
            FloatVector before = FloatVector.fromArray(FLOATS, w, at + k);
            FloatVector g = FloatVector.fromArray(FLOATS, error, errorAt + k)
                    .mul(UpdateStep.HEBBIAN)
                    .neg()
                    .mul(one.sub(before.abs()));
            before.sub(step(update, g, first, second, at + k))
                    .min(UpdateStep.HIGHEST)
                    .max(-UpdateStep.HIGHEST)
                    .intoArray(w, at + k);
        }
    }

    /** What Adam subtracts. */
    private static FloatVector step(UpdateStep update, FloatVector g, float[] first, float[] second, int n) {
        FloatVector m =
                FloatVector.fromArray(FLOATS, first, n).mul(UpdateStep.BETA1).add(g.mul(UpdateStep.REST1));
        FloatVector v = FloatVector.fromArray(FLOATS, second, n)
                .mul(UpdateStep.BETA2)
                .add(g.mul(g).mul(UpdateStep.REST2));
        m.intoArray(first, n);
        v.intoArray(second, n);
        return m.mul(update.rate()).div(v.mul(update.correction()).sqrt().add(UpdateStep.EPSILON));
    }
}
