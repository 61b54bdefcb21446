package org.nalsm.engine.lsnn;

import java.util.Objects;

/**
 * Weights and delays of a layer with m input channels and n neurons; presynaptic index first, row-major.
 *
 * @param in m x n: weights of the inputs
 * @param rec n x n: recurrent weights; the diagonal has no effect
 * @param inDelay m x n: delays of the inputs, 0 to D - 1 steps
 * @param recDelay n x n: delays of recurrent synapses beyond the first step, 0 to D - 1 steps
 */
public record LayerWeights(float[] in, float[] rec, int[] inDelay, int[] recDelay) {
    public LayerWeights {
        Objects.requireNonNull(in, "in");
        Objects.requireNonNull(rec, "rec");
        Objects.requireNonNull(inDelay, "inDelay");
        Objects.requireNonNull(recDelay, "recDelay");
    }

    /** @throws IllegalArgumentException if a length or a delay does not fit the parameters */
    void check(AlifParameters p) {
        int n = p.neurons();
        requireLength("in", in.length, p.inputs() * n);
        requireLength("rec", rec.length, n * n);
        requireLength("inDelay", inDelay.length, p.inputs() * n);
        requireLength("recDelay", recDelay.length, n * n);
        requireDelays("inDelay", inDelay, p.delays());
        requireDelays("recDelay", recDelay, p.delays());
    }

    private static void requireLength(String name, int length, int wanted) {
        if (length != wanted) {
            throw new IllegalArgumentException(name + " has " + length + " elements, not " + wanted);
        }
    }

    private static void requireDelays(String name, int[] delays, int most) {
        for (int delay : delays) {
            if (delay < 0 || delay >= most) {
                throw new IllegalArgumentException(name + " has a delay of " + delay + ", not 0 to " + (most - 1));
            }
        }
    }
}
