package org.nalsm.engine.lsnn;

import java.util.Objects;

/**
 * Weights of a linear readout of the neurons' traces.
 *
 * @param weights n x outputs, row-major
 * @param bias one an output
 */
public record Readout(float[] weights, float[] bias) {
    public Readout {
        Objects.requireNonNull(weights, "weights");
        Objects.requireNonNull(bias, "bias");
    }

    /** Number of outputs. */
    public int outputs() {
        return bias.length;
    }
}
