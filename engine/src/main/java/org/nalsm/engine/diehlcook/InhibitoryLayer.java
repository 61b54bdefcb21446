package org.nalsm.engine.diehlcook;

import java.util.Arrays;

/**
 * The inhibitory neurons. Most are at rest most of the time; only those that are not are visited. A neuron whose potential and
 * conductance are both below 2^-20 is put to rest, far below what could move a spike.
 */
final class InhibitoryLayer {
    private static final float AT_REST_BELOW = 0x1p-20f;

    private final Propagators propagators;
    /** Potential above rest, mV. */
    final float[] u;
    /** Conductance of excitation. */
    final float[] ge;
    /** Step of the last spike. */
    final int[] lastSpike;

    private final int[] active;
    private final boolean[] isActive;
    private int activeCount;
    private final int[] spikes;
    private int spikeCount;

    InhibitoryLayer(int neurons, Propagators propagators) {
        this.propagators = propagators;
        u = new float[neurons];
        ge = new float[neurons];
        lastSpike = new int[neurons];
        active = new int[neurons];
        isActive = new boolean[neurons];
        spikes = new int[neurons];
    }

    /** To rest, as if it had never spiked. */
    void reset() {
        Arrays.fill(u, 0);
        Arrays.fill(ge, 0);
        Arrays.fill(lastSpike, StepLoop.NEVER);
        wake();
    }

    /** Finds out who is active after the arrays were set. */
    void wake() {
        activeCount = 0;
        for (int k = 0; k < u.length; k++) {
            isActive[k] = u[k] != 0 || ge[k] != 0;
            if (isActive[k]) {
                active[activeCount++] = k;
            }
        }
    }

    /**
     * One Euler step, {@code u += rate * (ge * (60 - u) - u); ge *= excitationDecay}, and who spikes.
     *
     * @return number of spikes, see {@link #spike}
     */
    int integrate(int now) {
        spikeCount = 0;
        int kept = 0;
        for (int a = 0; a < activeCount; a++) {
            int k = active[a];
            boolean free = now - lastSpike[k] >= propagators.holdInhibitorySteps;
            if (free) {
                float excited = ge[k] * (Constants.EXCITATION_OF_INHIBITORY_MV - u[k]);
                u[k] = u[k] + propagators.inhibitoryRate * (excited - u[k]);
            }
            ge[k] *= propagators.excitationDecay;
            if (free && u[k] > Constants.INHIBITORY_THRESHOLD_MV) {
                lastSpike[k] = now;
                spikes[spikeCount++] = k;
            }
            if (Math.abs(u[k]) < AT_REST_BELOW && ge[k] < AT_REST_BELOW) {
                u[k] = 0;
                ge[k] = 0;
                isActive[k] = false;
            } else {
                active[kept++] = k;
            }
        }
        activeCount = kept;
        return spikeCount;
    }

    /** A neuron that spikes in this step. */
    int spike(int index) {
        return spikes[index];
    }

    /** A spike of the excitatory neuron of the same number arrives. */
    void excite(int neuron) {
        ge[neuron] += propagators.excitatoryToInhibitory;
        if (!isActive[neuron]) {
            isActive[neuron] = true;
            active[activeCount++] = neuron;
        }
    }

    /** The potentials of the neurons that spike go to their reset value. */
    void resetSpiking() {
        for (int s = 0; s < spikeCount; s++) {
            u[spikes[s]] = Constants.INHIBITORY_RESET_MV;
        }
    }

    /** Counts steps from a later one on. */
    void rebase(int steps) {
        for (int k = 0; k < lastSpike.length; k++) {
            lastSpike[k] = Math.max(StepLoop.NEVER, lastSpike[k] - steps);
        }
    }
}
