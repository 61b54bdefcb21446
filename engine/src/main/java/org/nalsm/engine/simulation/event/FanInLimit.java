package org.nalsm.engine.simulation.event;

import org.nalsm.engine.network.Network;

/** The accumulators are 32-bit integers of scale 2^20: a neuron's summed weight must stay below 2^11. */
final class FanInLimit {
    private static final float LIMIT = 2047;

    private FanInLimit() {
    }

    static void check(Network network, float maxWeight) {
        if (network.maxFanIn() * maxWeight >= LIMIT) {
            throw new IllegalArgumentException(("the largest fan-in (%d) times the largest weight (%s) must stay "
                    + "below %s; use a smaller model.max-weight or fewer neurons")
                    .formatted(network.maxFanIn(), maxWeight, LIMIT));
        }
    }
}
