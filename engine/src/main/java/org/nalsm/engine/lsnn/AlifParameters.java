package org.nalsm.engine.lsnn;

import java.io.Serializable;

/**
 * Parameters of a layer of leaky integrate-and-fire neurons of which some adapt their threshold (ALIF). One step is one
 * millisecond; potentials and currents have an arbitrary unit. With n neurons, the regular ones first:
 *
 * <pre>
 * I_t[j] = sum_i W_in[i,j] x_{t-d_in[i,j]}[i] + sum_k W_rec[k,j] z_{t-1-d_rec[k,j]}[k]
 * b_t = rho b_{t-1} + (1-rho) z_{t-1}
 * A_t = threshold + adaptationStrength b_t            (threshold for regular neurons)
 * v_t = alpha v_{t-1} + (1-alpha) I_t - A_t z_{t-1}
 * z_t = 1 if v_{t-1} &gt; A_t and the neuron has not spiked in the last refractoryMs steps, else 0
 * p_t = kappa p_{t-1} + (1-kappa) z_t                 (readout trace)
 * </pre>
 *
 * with {@code alpha = exp(-1/tauMembraneMs)}, {@code rho = exp(-1/tauAdaptationMs)}, {@code kappa = exp(-1/tauReadoutMs)}. The
 * derivative of a spike with respect to {@code u = (v_{t-1} - A_t) / A_t} is taken to be {@code dampening max(0, 1 - |u|)}, and 0
 * while the neuron is refractory.
 *
 * @param inputs number of input channels, at least 1
 * @param regular number of neurons with a constant threshold
 * @param adaptive number of neurons with an adaptive one
 * @param tauMembraneMs time constant of the membrane, ms
 * @param tauReadoutMs time constant of the readout, ms
 * @param tauAdaptationMs time constant of the adaptation, ms
 * @param adaptationStrength what a unit of adaptation adds to the threshold
 * @param threshold base threshold, above 0
 * @param refractoryMs steps without a spike after a spike, 0 to 1000
 * @param delays number of delays D: a synapse delays by 0 to D - 1 steps, one more from a neuron of the layer
 * @param dampening factor of the spike's pseudo-derivative
 */
public record AlifParameters(
        int inputs,
        int regular,
        int adaptive,
        double tauMembraneMs,
        double tauReadoutMs,
        double tauAdaptationMs,
        double adaptationStrength,
        double threshold,
        int refractoryMs,
        int delays,
        double dampening)
        implements Serializable {

    private static final int MOST_DELAYS = 1000;

    /** @throws IllegalArgumentException if a value is out of its range */
    public AlifParameters {
        require(inputs >= 1, "inputs", inputs);
        require(regular >= 0 && adaptive >= 0 && regular + adaptive >= 1, "regular + adaptive", regular + adaptive);
        require(tauMembraneMs > 0, "tauMembraneMs", tauMembraneMs);
        require(tauReadoutMs > 0, "tauReadoutMs", tauReadoutMs);
        require(tauAdaptationMs > 0, "tauAdaptationMs", tauAdaptationMs);
        require(adaptationStrength >= 0, "adaptationStrength", adaptationStrength);
        require(threshold > 0, "threshold", threshold);
        require(refractoryMs >= 0 && refractoryMs <= MOST_DELAYS, "refractoryMs", refractoryMs);
        require(delays >= 1 && delays <= MOST_DELAYS, "delays", delays);
        require(dampening >= 0, "dampening", dampening);
    }

    private static void require(boolean holds, String name, Object value) {
        if (!holds) {
            throw new IllegalArgumentException(name + " = " + value + " is out of its range");
        }
    }

    /** Number of neurons n. */
    public int neurons() {
        return regular + adaptive;
    }

    /** Input channels and neurons: everything that a synapse can come from, the inputs first. */
    public int sources() {
        return inputs + neurons();
    }

    /** What the membrane keeps of a step. */
    float alpha() {
        return decay(tauMembraneMs);
    }

    /** What the readout trace keeps of a step. */
    float kappa() {
        return decay(tauReadoutMs);
    }

    /** What the adaptation keeps of a step. */
    float rho() {
        return decay(tauAdaptationMs);
    }

    private static float decay(double tauMs) {
        return (float) StrictMath.exp(-1 / tauMs);
    }
}
