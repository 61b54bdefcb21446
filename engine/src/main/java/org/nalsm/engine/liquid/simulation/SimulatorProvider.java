package org.nalsm.engine.liquid.simulation;

import java.util.Optional;
import org.nalsm.engine.liquid.model.LiquidModel;
import org.nalsm.engine.liquid.network.Network;

/** Makes simulators of one kind where that is possible. To be asked by the process that is to simulate. */
public interface SimulatorProvider {
    /** Why this process cannot use it, as the rest of a sentence; empty if it can. */
    Optional<String> unavailableBecause();

    /** What would simulate, such as a GPU's name; to be asked only where it is available. */
    String device();

    /**
     * A simulator of a liquid.
     *
     * @param initialisedWeights in synapse order, length {@code network.synapses()}; shared, not copied
     * @throws org.nalsm.engine.UserException if this liquid cannot be simulated so
     */
    LiquidSimulator open(Network network, LiquidModel model, float[] initialisedWeights);
}
