package org.nalsm.engine.lsnn;

import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.OR;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * The loops on the Vector API of JDK 17: a group of lanes is one vector of 512 bits, or two of 256. The operations and
 * their order are those of {@link ScalarKernel}, so the bits are as well.
 *
 * <p>A set of lanes becomes a vector of zeros and ones by shifting each lane's bit to the sign and down again; the line that
 * does it is repeated rather than named, as this compiler stops inlining the library's methods in loops that call methods
 * of our own.
 */
final class VectorKernel implements LaneKernel {
    private static final VectorShape SHAPE = VectorShape.forBitSize(
            Math.min(LANES * Float.SIZE, VectorShape.preferredShape().vectorBitSize()));
    private static final VectorSpecies<Float> FLOATS = VectorSpecies.of(float.class, SHAPE);
    private static final VectorSpecies<Integer> INTS = VectorSpecies.of(int.class, SHAPE);
    private static final int WIDTH = FLOATS.length();

    private static final int ONE = Float.floatToRawIntBits(1f);
    /** How far lane l must be shifted to the left for its bit to be the sign. */
    private static final int[] TO_SIGN = new int[LANES];

    private static final int[] LANE_BIT = new int[LANES];

    static {
        for (int l = 0; l < LANES; l++) {
            TO_SIGN[l] = Integer.SIZE - 1 - l;
            LANE_BIT[l] = 1 << l;
        }
    }

    @Override
    public void deliver(int spikes, float[] weight, int[] target, int from, int to, float[] rows, int base) {
        for (int part = 0; part < LANES; part += WIDTH) {
            FloatVector z = IntVector.broadcast(INTS, spikes)
                    .lanewise(LSHL, IntVector.fromArray(INTS, TO_SIGN, part))
                    .lanewise(ASHR, 31)
                    .and(ONE)
                    .reinterpretAsFloats();
            for (int c = from; c < to; c++) {
                int at = base + target[c] + part;
                z.fma(FloatVector.broadcast(FLOATS, weight[c]), FloatVector.fromArray(FLOATS, rows, at))
                        .intoArray(rows, at);
            }
        }
    }

    @Override
    public void advanceRegular(
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
            int to) {
        float alpha = c.alpha();
        float oneMinusAlpha = c.oneMinusAlpha();
        float threshold = c.threshold();
        for (int j = from; j < to; j++) {
            int above = 0;
            for (int part = 0; part < LANES; part += WIDTH) {
                int a = j * LANES + part;
                FloatVector z = IntVector.broadcast(INTS, last[lastAt + j])
                        .lanewise(LSHL, IntVector.fromArray(INTS, TO_SIGN, part))
                        .lanewise(ASHR, 31)
                        .and(ONE)
                        .reinterpretAsFloats();
                FloatVector v = FloatVector.fromArray(FLOATS, rows, before + a);
                FloatVector driven =
                        FloatVector.fromArray(FLOATS, rows, now + a).mul(oneMinusAlpha);
                FloatVector reset = z.fma(FloatVector.broadcast(FLOATS, -threshold), driven);
                v.fma(FloatVector.broadcast(FLOATS, alpha), reset).intoArray(rows, now + a);
                VectorMask<Float> crossed = v.compare(GT, threshold);
                if (crossed.anyTrue()) {
                    above |= FloatVector.zero(FLOATS)
                            .blend(IntVector.fromArray(INTS, LANE_BIT, part).reinterpretAsFloats(), crossed)
                            .reinterpretAsInts()
                            .reduceLanes(OR);
                }
            }
            spikes[spikesAt + j] = above & ~refractory[refractoryAt + j];
        }
    }

    @Override
    public void advanceAdaptive(
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
            int to) {
        float alpha = c.alpha();
        float oneMinusAlpha = c.oneMinusAlpha();
        float rho = c.rho();
        float oneMinusRho = c.oneMinusRho();
        float beta = c.beta();
        float base = c.threshold();
        for (int j = from; j < to; j++) {
            int above = 0;
            for (int part = 0; part < LANES; part += WIDTH) {
                int a = j * LANES + part;
                int adaptive = (j - from) * LANES + part;
                FloatVector z = IntVector.broadcast(INTS, last[lastAt + j])
                        .lanewise(LSHL, IntVector.fromArray(INTS, TO_SIGN, part))
                        .lanewise(ASHR, 31)
                        .and(ONE)
                        .reinterpretAsFloats();
                FloatVector adaptation = FloatVector.fromArray(FLOATS, b, bBefore + adaptive)
                        .fma(FloatVector.broadcast(FLOATS, rho), z.mul(oneMinusRho));
                FloatVector threshold =
                        adaptation.fma(FloatVector.broadcast(FLOATS, beta), FloatVector.broadcast(FLOATS, base));
                FloatVector v = FloatVector.fromArray(FLOATS, rows, before + a);
                FloatVector driven =
                        FloatVector.fromArray(FLOATS, rows, now + a).mul(oneMinusAlpha);
                adaptation.intoArray(b, bNow + adaptive);
                v.fma(FloatVector.broadcast(FLOATS, alpha), threshold.neg().fma(z, driven))
                        .intoArray(rows, now + a);
                VectorMask<Float> crossed = v.compare(GT, threshold);
                if (crossed.anyTrue()) {
                    above |= FloatVector.zero(FLOATS)
                            .blend(IntVector.fromArray(INTS, LANE_BIT, part).reinterpretAsFloats(), crossed)
                            .reinterpretAsInts()
                            .reduceLanes(OR);
                }
            }
            spikes[spikesAt + j] = above & ~refractory[refractoryAt + j];
        }
    }

    @Override
    public void trace(float kappa, int[] spikes, int spikesAt, int n, float[] p, float[] sum, boolean wanted) {
        for (int j = 0; j < n; j++) {
            for (int part = 0; part < LANES; part += WIDTH) {
                int a = j * LANES + part;
                FloatVector z = IntVector.broadcast(INTS, spikes[spikesAt + j])
                        .lanewise(LSHL, IntVector.fromArray(INTS, TO_SIGN, part))
                        .lanewise(ASHR, 31)
                        .and(ONE)
                        .reinterpretAsFloats();
                FloatVector trace =
                        FloatVector.fromArray(FLOATS, p, a).fma(FloatVector.broadcast(FLOATS, kappa), z.mul(1 - kappa));
                trace.intoArray(p, a);
                if (wanted) {
                    FloatVector.fromArray(FLOATS, sum, a).add(trace).intoArray(sum, a);
                }
            }
        }
    }

    @Override
    public void gather(float[] weight, int[] target, int[] start, int first, int n, float[] rows, int at, float[] out) {
        for (int k = 0; k < n; k++) {
            for (int part = 0; part < LANES; part += WIDTH) {
                FloatVector sum = FloatVector.zero(FLOATS);
                int end = start[first + k + 1];
                for (int c = start[first + k]; c < end; c++) {
                    sum = FloatVector.fromArray(FLOATS, rows, target[c] + at + part)
                            .fma(FloatVector.broadcast(FLOATS, weight[c]), sum);
                }
                sum.intoArray(out, k * LANES + part);
            }
        }
    }

    @Override
    public void adjointReadout(
            float kappa, int n, float[] drive, boolean driven, float[] gP, float[] carry, float[] bias, float[] gZ) {
        for (int j = 0; j < n; j++) {
            for (int part = 0; part < LANES; part += WIDTH) {
                int a = j * LANES + part;
                FloatVector before = FloatVector.fromArray(FLOATS, gP, a);
                FloatVector p = driven
                        ? before.fma(FloatVector.broadcast(FLOATS, kappa), FloatVector.fromArray(FLOATS, drive, a))
                        : before.mul(kappa);
                p.intoArray(gP, a);
                FloatVector rest = FloatVector.fromArray(FLOATS, carry, a).add(bias[j]);
                p.fma(
                                FloatVector.broadcast(FLOATS, 1 - kappa),
                                FloatVector.fromArray(FLOATS, gZ, a).add(rest))
                        .intoArray(gZ, a);
            }
        }
    }

    @Override
    public void adjointRegular(
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
            int to) {
        float alpha = c.alpha();
        float oneMinusAlpha = c.oneMinusAlpha();
        float minusThreshold = -c.threshold();
        float inverse = c.inverseThreshold();
        float dampening = c.dampening();
        for (int j = from; j < to; j++) {
            for (int part = 0; part < LANES; part += WIDTH) {
                int a = j * LANES + part;
                FloatVector refractoryLanes = IntVector.broadcast(INTS, refractory[refractoryAt + j])
                        .lanewise(LSHL, IntVector.fromArray(INTS, TO_SIGN, part))
                        .lanewise(ASHR, 31)
                        .and(ONE)
                        .reinterpretAsFloats();
                FloatVector ratio =
                        FloatVector.fromArray(FLOATS, rows, before + a).mul(inverse);
                FloatVector psi = FloatVector.broadcast(FLOATS, 1)
                        .sub(ratio.sub(1).abs())
                        .max(0)
                        .mul(dampening)
                        .mul(FloatVector.broadcast(FLOATS, 1).sub(refractoryLanes));
                FloatVector scaled =
                        FloatVector.fromArray(FLOATS, gZ, a).mul(psi).mul(inverse);
                FloatVector later = FloatVector.fromArray(FLOATS, gV, a);
                FloatVector adjoint = later.fma(FloatVector.broadcast(FLOATS, alpha), scaled);
                later.mul(minusThreshold).intoArray(carry, a);
                adjoint.intoArray(gV, a);
                adjoint.mul(oneMinusAlpha).intoArray(rows, before + a);
            }
        }
    }

    @Override
    public void adjointAdaptive(
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
            int to) {
        float alpha = c.alpha();
        float oneMinusAlpha = c.oneMinusAlpha();
        float rho = c.rho();
        float oneMinusRho = c.oneMinusRho();
        float beta = c.beta();
        float base = c.threshold();
        float dampening = c.dampening();
        for (int j = from; j < to; j++) {
            for (int part = 0; part < LANES; part += WIDTH) {
                int a = j * LANES + part;
                int adaptive = (j - from) * LANES + part;
                FloatVector z = IntVector.broadcast(INTS, last[lastAt + j])
                        .lanewise(LSHL, IntVector.fromArray(INTS, TO_SIGN, part))
                        .lanewise(ASHR, 31)
                        .and(ONE)
                        .reinterpretAsFloats();
                FloatVector refractoryLanes = IntVector.broadcast(INTS, refractory[refractoryAt + j])
                        .lanewise(LSHL, IntVector.fromArray(INTS, TO_SIGN, part))
                        .lanewise(ASHR, 31)
                        .and(ONE)
                        .reinterpretAsFloats();
                FloatVector threshold = FloatVector.fromArray(FLOATS, b, bNow + adaptive)
                        .fma(FloatVector.broadcast(FLOATS, beta), FloatVector.broadcast(FLOATS, base));
                FloatVector inverse = FloatVector.broadcast(FLOATS, 1).div(threshold);
                FloatVector ratio =
                        FloatVector.fromArray(FLOATS, rows, before + a).mul(inverse);
                FloatVector psi = FloatVector.broadcast(FLOATS, 1)
                        .sub(ratio.sub(1).abs())
                        .max(0)
                        .mul(dampening)
                        .mul(FloatVector.broadcast(FLOATS, 1).sub(refractoryLanes));
                FloatVector scaled =
                        FloatVector.fromArray(FLOATS, gZ, a).mul(psi).mul(inverse);
                FloatVector later = FloatVector.fromArray(FLOATS, gV, a);
                FloatVector gA = scaled.fma(ratio, later.mul(z)).neg();
                FloatVector adaptation = gA.fma(
                        FloatVector.broadcast(FLOATS, beta),
                        FloatVector.fromArray(FLOATS, gB, adaptive).mul(rho));
                adaptation.intoArray(gB, adaptive);
                FloatVector adjoint = later.fma(FloatVector.broadcast(FLOATS, alpha), scaled);
                threshold.neg().fma(later, adaptation.mul(oneMinusRho)).intoArray(carry, a);
                adjoint.intoArray(gV, a);
                adjoint.mul(oneMinusAlpha).intoArray(rows, before + a);
            }
        }
    }

    @Override
    public void copyColumn(float[] rows, int from, int width, int count, float[] to, int at) {
        for (int part = 0; part < LANES; part += WIDTH) {
            for (int t = 0; t < count; t++) {
                FloatVector.fromArray(FLOATS, rows, from + t * width + part).intoArray(to, at + t * LANES + part);
            }
        }
    }

    @Override
    public void correlate(
            int[] events, int from, int to, float[] columns, int base0, int base1, int base2, int base3, float[] out) {
        for (int part = 0; part < LANES; part += WIDTH) {
            FloatVector sum0 = FloatVector.zero(FLOATS);
            FloatVector sum1 = FloatVector.zero(FLOATS);
            FloatVector sum2 = FloatVector.zero(FLOATS);
            FloatVector sum3 = FloatVector.zero(FLOATS);
            IntVector toSign = IntVector.fromArray(INTS, TO_SIGN, part);
            for (int e = from; e < to; e++) {
                int event = events[e];
                int at = (event >>> LANES) * LANES + part;
                FloatVector z = IntVector.broadcast(INTS, event)
                        .lanewise(LSHL, toSign)
                        .lanewise(ASHR, 31)
                        .and(ONE)
                        .reinterpretAsFloats();
                sum0 = FloatVector.fromArray(FLOATS, columns, base0 + at).fma(z, sum0);
                sum1 = FloatVector.fromArray(FLOATS, columns, base1 + at).fma(z, sum1);
                sum2 = FloatVector.fromArray(FLOATS, columns, base2 + at).fma(z, sum2);
                sum3 = FloatVector.fromArray(FLOATS, columns, base3 + at).fma(z, sum3);
            }
            sum0.intoArray(out, part);
            sum1.intoArray(out, LANES + part);
            sum2.intoArray(out, 2 * LANES + part);
            sum3.intoArray(out, 3 * LANES + part);
        }
    }
}
