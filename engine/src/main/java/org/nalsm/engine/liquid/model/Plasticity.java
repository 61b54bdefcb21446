package org.nalsm.engine.liquid.model;

import java.io.Serializable;

/**
 * How weights change. All rules are pair-based STDP on traces (J. Sjöström, W. Gerstner, Scholarpedia
 * 2010): a postsynaptic spike potentiates by {@code p q_pre}, a presynaptic one depresses by
 * {@code D q_post}; they differ in D and in which changes are let through.
 */
public sealed interface Plasticity extends Serializable {
    /** Initial potentiation rate p, depression rate, astrocyte state and bias. */
    float RATE = 0.15f;

    /** What a spike adds to a neuron's trace q. */
    float TRACE_INCREMENT = 0.1f;

    /** Weights do not change. */
    record Static() implements Plasticity {}

    /** Plain STDP: D = p. */
    record Stdp() implements Plasticity {}

    /**
     * Astrocyte-modulated STDP: D = A, and {@code tau_A dA/dt = -A + a_w (n_liquid - n_input) + a_b}
     * (Ivanov and Michmizos 2021, equation 5).
     *
     * @param astrocyteWeight a_w, the strength of the liquid's and the input's spikes
     */
    record AstrocyteStdp(float astrocyteWeight) implements Plasticity {
        /** Time constant of the astrocyte, ms. */
        public static final float TAU_MS = 100;

        public AstrocyteStdp {
            if (!Float.isFinite(astrocyteWeight)) {
                throw new IllegalArgumentException("the astrocyte weight must be finite, not " + astrocyteWeight);
            }
        }
    }

    /**
     * Activity-threshold STDP (AP-STDP; Y. Jin, P. Li, IJCNN 2016): D = p, and changes are let through only
     * where the postsynaptic calcium c lies in a band: potentiation for {@code theta < c < theta + delta},
     * depression for {@code theta - delta < c < theta}.
     *
     * @param theta calcium threshold, spikes
     * @param delta width of each band, spikes
     */
    record ActivityThresholdStdp(float theta, float delta) implements Plasticity {
        /** Time constant of the calcium, ms. */
        public static final float TAU_MS = 1000;

        public ActivityThresholdStdp {
            if (!Float.isFinite(theta) || !(delta > 0)) {
                throw new IllegalArgumentException("theta must be finite and delta positive: " + theta + ", " + delta);
            }
        }
    }

    /** Whether weights change at all. */
    default boolean changesWeights() {
        return !(this instanceof Static);
    }

    /**
     * The trace's decay a step, for tau = 10 ms: of the multipliers linspace(0.01, 0.9999, 1000) the one whose
     * 10th power is nearest to 1/e, as the publication's program chooses it (0.90477447...).
     */
    static float traceDecay() {
        int candidates = 1000;
        double best = 0;
        for (int k = 0; k < candidates; k++) {
            double multiplier = 0.01 + k * ((0.9999 - 0.01) / (candidates - 1));
            if (Math.abs(Math.pow(multiplier, 10) - Math.exp(-1)) < Math.abs(Math.pow(best, 10) - Math.exp(-1))) {
                best = multiplier;
            }
        }
        return (float) best;
    }
}
