package org.nalsm.spark.family.lsnn.config;

import java.io.Serializable;
import org.nalsm.spark.config.Constraints;

/**
 * Section {@code lsnn.neurons}.
 *
 * @param regular neurons with a constant threshold, 0 to 10000
 * @param adaptive neurons with an adaptive one, 0 to 10000
 * @param tauMembraneMs time constant of membrane and readout, above 0 ms
 * @param tauAdaptationMs time constant of the threshold's adaptation, above 0 ms
 * @param adaptationStrength what adaptation adds to the threshold, 0 to 1000
 * @param threshold base threshold, above 0
 * @param refractoryMs 0 to 1000 ms
 * @param delays number of synaptic delays, 1 to 1000
 * @param dampening factor of the pseudo-derivative, above 0 to 1
 */
public record NeuronConfig(
        int regular,
        int adaptive,
        double tauMembraneMs,
        double tauAdaptationMs,
        double adaptationStrength,
        double threshold,
        int refractoryMs,
        int delays,
        double dampening)
        implements Serializable {

    private static final int MOST_NEURONS = 10_000;

    /** @throws IllegalArgumentException if a value is out of its range; the message names all of them */
    public NeuronConfig {
        new Constraints()
                .inRange("lsnn.neurons.regular", regular, 0, MOST_NEURONS)
                .inRange("lsnn.neurons.adaptive", adaptive, 0, MOST_NEURONS)
                .require(
                        regular != 0 || adaptive != 0,
                        "lsnn.neurons.regular",
                        regular,
                        "and lsnn.neurons.adaptive must not both be 0",
                        "lsnn.neurons.adaptive")
                .above("lsnn.neurons.tau-membrane-ms", tauMembraneMs, 0, 1e6)
                .above("lsnn.neurons.tau-adaptation-ms", tauAdaptationMs, 0, 1e6)
                .inRange("lsnn.neurons.adaptation-strength", adaptationStrength, 0, 1000)
                .above("lsnn.neurons.threshold", threshold, 0, 1000)
                .inRange("lsnn.neurons.refractory-ms", refractoryMs, 0, 1000)
                .inRange("lsnn.neurons.delays", delays, 1, 1000)
                .above("lsnn.neurons.dampening", dampening, 0, 1)
                .enforce();
    }
}
