package org.nalsm.engine.liquid.model;

import java.io.Serializable;

/**
 * The leaky integrate-and-fire neuron, inputs included:
 *
 * <pre>  V(t + 1) = V(t) - V(t) / tau_v + I(t) + b,   spike when V &gt;= threshold,   tau_u dx/dt = -x</pre>
 *
 * (V. A. Ivanov, K. P. Michmizos, NeurIPS 2021, section 3.) Potentials and currents are in the
 * publication's arbitrary mV.
 *
 * @param tauMembraneMs membrane time constant tau_v, ms; a power of two, so that multiplying by its
 *     reciprocal is exactly the division that the semantics ask for
 * @param threshold spike threshold, mV; the reset potential is 0 and the bias b is 0
 * @param refractoryMs steps after a spike in which a neuron integrates but cannot spike
 * @param tauSynapseMs time constant tau_u of synaptic current and activation, ms
 * @param inputCurrent current of one input spike, mV
 */
public record NeuronParameters(
        float tauMembraneMs, float threshold, int refractoryMs, float tauSynapseMs, float inputCurrent)
        implements Serializable {

    /** The publication's neuron: 64 ms, 20 mV, 2 ms, 1 ms, 100 mV. */
    public static final NeuronParameters PUBLICATION = new NeuronParameters(64, 20, 2, 1, 100);

    public NeuronParameters {
        if (!(tauMembraneMs >= 1) || Float.floatToIntBits(tauMembraneMs) << 9 != 0) {
            throw new IllegalArgumentException("tauMembraneMs must be a power of two >= 1, not " + tauMembraneMs);
        }
        if (!(threshold > 0) || refractoryMs < 0 || !(tauSynapseMs > 0)) {
            throw new IllegalArgumentException("threshold and tauSynapseMs must be positive, refractoryMs >= 0");
        }
    }

    /** Fraction of the synaptic current and activation left after one step, exp(-1 / tau_u). */
    public float synapticDecay() {
        return (float) Math.exp(-1 / (double) tauSynapseMs);
    }

    /** 1 / tau_v, exact. */
    public float leak() {
        return 1 / tauMembraneMs;
    }
}
