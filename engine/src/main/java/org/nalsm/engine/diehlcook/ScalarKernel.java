package org.nalsm.engine.diehlcook;

/** The specification: one element at a time. */
final class ScalarKernel implements StepKernel {
    @Override
    public boolean integrate(float[] u, float[] ge, float[] gi, float[] limit, Propagators propagators) {
        boolean any = false;
        for (int j = 0; j < u.length; j++) {
            float excited = ge[j] * (Constants.EXCITATION_MV - u[j]);
            float inhibited = gi[j] * (Constants.INHIBITION_MV - u[j]);
            float drive = excited - u[j] + inhibited;
            u[j] = u[j] + propagators.excitatoryRate * drive;
            ge[j] *= propagators.excitationDecay;
            gi[j] *= propagators.inhibitionDecay;
            any |= u[j] > limit[j];
        }
        return any;
    }

    @Override
    public void deliver(Synapses synapses, int[] step, int[] input, int from, int to, int now, float[] w, float[] ge) {
        int[] first = synapses.first;
        int[] post = synapses.post;
        int stride = synapses.stride();
        for (int k = from; k < to; k++) {
            int group = input[k] * stride + now - step[k];
            int end = first[group + 1];
            for (int p = first[group]; p < end; p++) {
                ge[post[p]] += w[p];
            }
        }
    }

    @Override
    public void deliverPlastic(
            Synapses synapses,
            int[] step,
            int[] input,
            int from,
            int to,
            int now,
            float[] w,
            float[] ge,
            float[] ltd,
            int[] arrival) {
        int[] first = synapses.first;
        int[] post = synapses.post;
        int stride = synapses.stride();
        for (int k = from; k < to; k++) {
            int group = input[k] * stride + now - step[k];
            int end = first[group + 1];
            for (int p = first[group]; p < end; p++) {
                int j = post[p];
                float weight = w[p];
                ge[j] += weight;
                w[p] = Math.max(0, Math.min(Constants.LARGEST_WEIGHT, weight - ltd[j]));
                arrival[p] = now;
            }
        }
    }
}
