package org.nalsm.engine.csdp;

/** The loops in plain Java: the specification, and the fallback. */
final class ScalarKernel implements TileKernel {
    @Override
    public void addRows(float[] rows, int[] list, int from, int to, float[] sum) {
        for (int e = from; e < to; e++) {
            int at = list[e] * Tile.WIDTH;
            for (int k = 0; k < Tile.WIDTH; k++) {
                sum[k] += rows[at + k];
            }
        }
    }

    @Override
    public void addToRows(float[] row, int at, long nonZero, int[] list, int from, int to, float[] rows) {
        for (int e = from; e < to; e++) {
            for (int k = 0; k < Tile.WIDTH; k++) {
                rows[list[e] * Tile.WIDTH + k] += row[at + k];
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
        long spikes = 0;
        for (int k = 0; k < Tile.WIDTH; k++) {
            int n = at + k;
            float current = constants.gain() * excitation[k] - constants.lateralGain() * inhibition[k];
            float limit = Math.max(threshold[n] + shift, constants.floor());
            float potential = v[n] + constants.leak() * (current - v[n]);
            boolean isSpike = potential > limit;
            threshold[n] = limit;
            v[n] = isSpike ? 0 : potential;
            trace[n] = isSpike ? 1 : constants.traceDecay() * trace[n];
            spikes |= (isSpike ? 1L : 0L) << k;
        }
        return spikes;
    }

    @Override
    public float sumOfSquares(float[] rows, int at) {
        float[] sums = new float[SUMS];
        for (int k = 0; k < Tile.WIDTH; k++) {
            sums[k % SUMS] += rows[at + k] * rows[at + k];
        }
        return halve(sums);
    }

    /** Adds the upper half to the lower one until one number is left. */
    static float halve(float[] sums) {
        for (int half = SUMS / 2; half > 0; half /= 2) {
            for (int l = 0; l < half; l++) {
                sums[l] += sums[l + half];
            }
        }
        return sums[0];
    }

    @Override
    public void scale(float[] from, int at, float factor, float[] to) {
        for (int k = 0; k < Tile.WIDTH; k++) {
            to[at + k] = factor * from[at + k];
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
        for (int k = 0; k < Tile.WIDTH; k++) {
            float stepped = adam(update, gain * gradient[sumsAt + k], w, first, second, at + k);
            float decayed = stepped - update.decay() * (fired[k] - together[sumsAt + k]);
            w[at + k] = Math.max(lowest, Math.min(UpdateStep.HIGHEST, decayed));
        }
    }

    @Override
    public void learnHebbian(
            UpdateStep update, float[] error, int errorAt, float[] w, float[] first, float[] second, int at) {
        for (int k = 0; k < Tile.WIDTH; k++) {
            float rest = UpdateStep.HIGHEST - Math.abs(w[at + k]);
            float stepped = adam(update, -(UpdateStep.HEBBIAN * error[errorAt + k]) * rest, w, first, second, at + k);
            w[at + k] = Math.max(-UpdateStep.HIGHEST, Math.min(UpdateStep.HIGHEST, stepped));
        }
    }

    private static float adam(UpdateStep update, float g, float[] w, float[] first, float[] second, int n) {
        float m = UpdateStep.BETA1 * first[n] + UpdateStep.REST1 * g;
        float v = UpdateStep.BETA2 * second[n] + UpdateStep.REST2 * (g * g);
        first[n] = m;
        second[n] = v;
        return w[n] - update.rate() * m / ((float) Math.sqrt(update.correction() * v) + UpdateStep.EPSILON);
    }
}
