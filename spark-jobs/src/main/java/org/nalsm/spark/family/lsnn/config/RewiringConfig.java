package org.nalsm.spark.family.lsnn.config;

import java.io.Serializable;
import java.util.Objects;
import org.nalsm.spark.config.Constraints;

/**
 * Section {@code lsnn.rewiring}.
 *
 * @param enabled whether weights keep their signs and connections come and go; else all are connected
 * @param connectivity share of all pairs that are connected, above 0 to 1
 * @param l1 what a connection loses in a step, in units of the learning rate, 0 to 1000
 * @param temperature of the noise, 0 to 1000
 * @param selfConnections whether a neuron's synapse to itself may be chosen
 * @param excitatoryShare of inputs and of neurons, 0 to 1
 * @param inhibitory which neurons are inhibitory
 */
public record RewiringConfig(
        boolean enabled,
        double connectivity,
        double l1,
        double temperature,
        boolean selfConnections,
        double excitatoryShare,
        Inhibitory inhibitory)
        implements Serializable {

    /** Which neurons are inhibitory. */
    public enum Inhibitory {
        /** The first ones, which have a constant threshold. */
        FIRST,
        /** Any, drawn. */
        ANY
    }

    /** @throws IllegalArgumentException if a value is out of its range; the message names all of them */
    public RewiringConfig {
        Objects.requireNonNull(inhibitory, "inhibitory");
        new Constraints()
                .above("lsnn.rewiring.connectivity", connectivity, 0, 1)
                .inRange("lsnn.rewiring.l1", l1, 0, 1000)
                .inRange("lsnn.rewiring.temperature", temperature, 0, 1000)
                .inRange("lsnn.rewiring.excitatory-share", excitatoryShare, 0, 1)
                .enforce();
    }
}
