package org.nalsm.engine.lsnn;

/** The specification: every loop one lane at a time, with each multiply-add rounded once. */
final class ScalarKernel implements LaneKernel {
    /** 1 if the lane is in the set, else 0. */
    private static float lane(int lanes, int l) {
        return lanes >>> l & 1;
    }

    @Override
    public void deliver(int spikes, float[] weight, int[] target, int from, int to, float[] rows, int base) {
        for (int c = from; c < to; c++) {
            int at = base + target[c];
            for (int l = 0; l < LANES; l++) {
                rows[at + l] = Math.fma(weight[c], lane(spikes, l), rows[at + l]);
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
        for (int j = from; j < to; j++) {
            int above = 0;
            for (int l = 0; l < LANES; l++) {
                float v = rows[before + j * LANES + l];
                above |= v > c.threshold() ? 1 << l : 0;
                rows[now + j * LANES + l] =
                        potential(c, v, rows[now + j * LANES + l], c.threshold(), lane(last[lastAt + j], l));
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
        for (int j = from; j < to; j++) {
            int above = 0;
            for (int l = 0; l < LANES; l++) {
                int a = (j - from) * LANES + l;
                float z = lane(last[lastAt + j], l);
                float adaptation = Math.fma(c.rho(), b[bBefore + a], c.oneMinusRho() * z);
                float threshold = Math.fma(c.beta(), adaptation, c.threshold());
                float v = rows[before + j * LANES + l];
                above |= v > threshold ? 1 << l : 0;
                b[bNow + a] = adaptation;
                rows[now + j * LANES + l] = potential(c, v, rows[now + j * LANES + l], threshold, z);
            }
            spikes[spikesAt + j] = above & ~refractory[refractoryAt + j];
        }
    }

    private static float potential(AlifConstants c, float v, float current, float threshold, float z) {
        return Math.fma(c.alpha(), v, Math.fma(-threshold, z, c.oneMinusAlpha() * current));
    }

    @Override
    public void trace(float kappa, int[] spikes, int spikesAt, int n, float[] p, float[] sum, boolean wanted) {
        for (int j = 0; j < n; j++) {
            for (int l = 0; l < LANES; l++) {
                int a = j * LANES + l;
                p[a] = Math.fma(kappa, p[a], (1 - kappa) * lane(spikes[spikesAt + j], l));
                if (wanted) {
                    sum[a] += p[a];
                }
            }
        }
    }

    @Override
    public void gather(float[] weight, int[] target, int[] start, int first, int n, float[] rows, int at, float[] out) {
        for (int k = 0; k < n; k++) {
            for (int l = 0; l < LANES; l++) {
                float sum = 0;
                for (int c = start[first + k]; c < start[first + k + 1]; c++) {
                    sum = Math.fma(weight[c], rows[target[c] + at + l], sum);
                }
                out[k * LANES + l] = sum;
            }
        }
    }

    @Override
    public void adjointReadout(
            float kappa, int n, float[] drive, boolean driven, float[] gP, float[] carry, float[] bias, float[] gZ) {
        for (int j = 0; j < n; j++) {
            for (int l = 0; l < LANES; l++) {
                int a = j * LANES + l;
                gP[a] = Math.fma(kappa, gP[a], driven ? drive[a] : 0);
                gZ[a] = Math.fma(1 - kappa, gP[a], gZ[a] + (carry[a] + bias[j]));
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
        for (int j = from; j < to; j++) {
            for (int l = 0; l < LANES; l++) {
                int a = j * LANES + l;
                float ratio = rows[before + a] * c.inverseThreshold();
                float gu = gZ[a] * pseudoDerivative(c, ratio, lane(refractory[refractoryAt + j], l));
                float adjoint = Math.fma(c.alpha(), gV[a], gu * c.inverseThreshold());
                carry[a] = -c.threshold() * gV[a];
                gV[a] = adjoint;
                rows[before + a] = c.oneMinusAlpha() * adjoint;
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
        for (int j = from; j < to; j++) {
            for (int l = 0; l < LANES; l++) {
                int a = j * LANES + l;
                int adaptive = (j - from) * LANES + l;
                float threshold = Math.fma(c.beta(), b[bNow + adaptive], c.threshold());
                float inverse = 1 / threshold;
                float ratio = rows[before + a] * inverse;
                float gu = gZ[a] * pseudoDerivative(c, ratio, lane(refractory[refractoryAt + j], l));
                float scaled = gu * inverse;
                float gA = -Math.fma(scaled, ratio, gV[a] * lane(last[lastAt + j], l));
                gB[adaptive] = Math.fma(c.beta(), gA, c.rho() * gB[adaptive]);
                float adjoint = Math.fma(c.alpha(), gV[a], scaled);
                carry[a] = Math.fma(-threshold, gV[a], c.oneMinusRho() * gB[adaptive]);
                gV[a] = adjoint;
                rows[before + a] = c.oneMinusAlpha() * adjoint;
            }
        }
    }

    /** With {@code ratio} = v / A, so that u = ratio - 1. */
    private static float pseudoDerivative(AlifConstants c, float ratio, float refractory) {
        return c.dampening() * Math.max(0, 1 - Math.abs(ratio - 1)) * (1 - refractory);
    }

    @Override
    public void copyColumn(float[] rows, int from, int width, int count, float[] to, int at) {
        for (int t = 0; t < count; t++) {
            System.arraycopy(rows, from + t * width, to, at + t * LANES, LANES);
        }
    }

    @Override
    public void correlate(
            int[] events, int from, int to, float[] columns, int base0, int base1, int base2, int base3, float[] out) {
        for (int q = 0; q < BLOCK; q++) {
            int base = q == 0 ? base0 : q == 1 ? base1 : q == 2 ? base2 : base3;
            for (int l = 0; l < LANES; l++) {
                float sum = 0;
                for (int e = from; e < to; e++) {
                    sum = Math.fma(lane(events[e], l), columns[base + (events[e] >>> LANES) * LANES + l], sum);
                }
                out[q * LANES + l] = sum;
            }
        }
    }
}
