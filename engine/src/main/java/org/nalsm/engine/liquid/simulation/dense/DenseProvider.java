package org.nalsm.engine.liquid.simulation.dense;

import java.util.Optional;
import org.nalsm.engine.liquid.model.LiquidModel;
import org.nalsm.engine.liquid.network.Network;
import org.nalsm.engine.liquid.simulation.LiquidSimulator;
import org.nalsm.engine.liquid.simulation.SimulatorProvider;

/** Dense simulators on ND4J. */
public record DenseProvider() implements SimulatorProvider {
    @Override
    public Optional<String> unavailableBecause() {
        return Optional.empty();
    }

    @Override
    public String device() {
        return "CPU (dense, ND4J)";
    }

    @Override
    public LiquidSimulator open(Network network, LiquidModel model, float[] initialisedWeights) {
        return new DenseSimulator(network, model, initialisedWeights);
    }
}
