package org.nalsm.engine.lsnn.learning;

import java.util.Objects;

/**
 * The parameters theta of the synapses from some sources to some targets, with the moments of their optimiser. Where sources
 * have a sign, theta is the magnitude of a weight, a synapse with theta &lt;= 0 is not connected, and deep rewiring decides which
 * are; otherwise theta is the weight. All arrays are row-major, sources first, and change while training.
 *
 * @param sources number of rows
 * @param targets number of columns
 * @param signs 1 or -1 for each source; empty if there are none
 * @param theta parameters
 * @param first moments of the gradient
 * @param second moments of its square
 */
public record SynapseMatrix(int sources, int targets, float[] signs, float[] theta, float[] first, float[] second) {
    public SynapseMatrix {
        Objects.requireNonNull(signs, "signs");
        if (theta.length != sources * targets || first.length != theta.length || second.length != theta.length) {
            throw new IllegalArgumentException("not " + sources + " x " + targets + " parameters and moments");
        }
        if (signs.length != 0 && signs.length != sources) {
            throw new IllegalArgumentException(signs.length + " signs of " + sources + " sources");
        }
    }

    /** With moments of 0. */
    static SynapseMatrix of(int sources, int targets, float[] signs, float[] theta) {
        return new SynapseMatrix(sources, targets, signs, theta, new float[theta.length], new float[theta.length]);
    }

    /** Whether weights keep their sources' signs, and connections come and go. */
    public boolean isRewired() {
        return signs.length > 0;
    }

    /** Number of entries. */
    public int size() {
        return theta.length;
    }

    /** Number of connections. */
    public int connected() {
        if (!isRewired()) {
            return size();
        }
        int count = 0;
        for (float magnitude : theta) {
            count += magnitude > 0 ? 1 : 0;
        }
        return count;
    }

    /** The weights, 0 where there is no connection; a new array. */
    public float[] weights() {
        float[] weights = theta.clone();
        for (int i = 0; isRewired() && i < sources; i++) {
            for (int j = i * targets; j < (i + 1) * targets; j++) {
                weights[j] = theta[j] > 0 ? signs[i] * theta[j] : 0;
            }
        }
        return weights;
    }

    /** The derivative with respect to theta, given that with respect to the weights of all pairs; a new array. */
    float[] gradient(float[] weightGradient) {
        float[] gradient = weightGradient.clone();
        for (int i = 0; isRewired() && i < sources; i++) {
            for (int j = i * targets; j < (i + 1) * targets; j++) {
                gradient[j] = signs[i] * weightGradient[j];
            }
        }
        return gradient;
    }
}
