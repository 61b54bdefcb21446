package org.nalsm.engine.lsnn;

import static org.nalsm.engine.lsnn.LaneKernel.LANES;

/** What a group of lanes hands on from one sequence to the next; zero at first. */
final class LaneState {
    /** v: n x lanes. */
    final float[] potential;
    /** b of the adaptive neurons: n_A x lanes. */
    final float[] adaptation;
    /** Currents that arrive in the next D - 1 steps: (D - 1) x n x lanes. */
    final float[] current;
    /** Lanes that spiked, the oldest step first: max(1, refractory steps) x n. */
    final int[] spikes;

    LaneState(AlifParameters p) {
        potential = new float[p.neurons() * LANES];
        adaptation = new float[p.adaptive() * LANES];
        current = new float[(p.delays() - 1) * p.neurons() * LANES];
        spikes = new int[history(p) * p.neurons()];
    }

    /** Steps whose spikes the next step needs: the last one is reset and sent, all of them are refractory. */
    static int history(AlifParameters p) {
        return Math.max(1, p.refractoryMs());
    }
}
