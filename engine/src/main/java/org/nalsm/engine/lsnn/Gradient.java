package org.nalsm.engine.lsnn;

import java.util.Objects;

/**
 * The gradient of a loss: of every pair's weight, connected or not, in the shapes of {@link LayerWeights} and
 * {@link Readout}.
 */
public record Gradient(float[] in, float[] rec, float[] out, float[] bias) {
    public Gradient {
        Objects.requireNonNull(in, "in");
        Objects.requireNonNull(rec, "rec");
        Objects.requireNonNull(out, "out");
        Objects.requireNonNull(bias, "bias");
    }
}
