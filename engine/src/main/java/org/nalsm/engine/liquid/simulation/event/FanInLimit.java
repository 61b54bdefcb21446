package org.nalsm.engine.liquid.simulation.event;

import org.nalsm.engine.UserException;
import org.nalsm.engine.liquid.network.Network;

/**
 * What event-driven simulation can add up: a neuron's input current is a 32-bit integer of scale 2^20, so the
 * largest fan-in times the largest weight must stay below 2^11 (liquid-semantics, section 3).
 */
public final class FanInLimit {
    private static final float LIMIT = 2047;

    private FanInLimit() {}

    /**
     * Refuses a liquid whose sums could overflow.
     *
     * @param maxWeight largest absolute weight, current in arbitrary units
     * @throws UserException BAD_CONFIGURATION naming fan-in, weight and what to change
     */
    public static void check(Network network, float maxWeight) {
        if (network.maxFanIn() * maxWeight >= LIMIT) {
            throw new UserException(
                    UserException.Kind.BAD_CONFIGURATION,
                    ("model.max-weight = %s: times the largest "
                                    + "fan-in of this network, %d synapses, it must stay below %.0f; use a smaller weight")
                            .formatted(maxWeight, network.maxFanIn(), LIMIT));
        }
    }
}
