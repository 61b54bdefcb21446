package org.nalsm.engine.liquid.simulation.event;

import java.util.Locale;
import java.util.Optional;
import org.nalsm.engine.kernel.Kernel;
import org.nalsm.engine.liquid.model.LiquidModel;
import org.nalsm.engine.liquid.network.Network;
import org.nalsm.engine.liquid.simulation.LiquidSimulator;
import org.nalsm.engine.liquid.simulation.SimulatorProvider;

/**
 * Event-driven simulators, a CPU core each.
 *
 * @param kernel their inner loops
 */
public record EventDrivenProvider(Kernel kernel) implements SimulatorProvider {
    @Override
    public Optional<String> unavailableBecause() {
        return Optional.of(kernel.unavailableBecause()).filter(reason -> !reason.isEmpty());
    }

    @Override
    public String device() {
        return "CPU (" + kernel.name().toLowerCase(Locale.ROOT) + " kernel)";
    }

    @Override
    public LiquidSimulator open(Network network, LiquidModel model, float[] initialisedWeights) {
        return new EventDrivenSimulator(network, model, initialisedWeights, kernel);
    }
}
