package org.nalsm.spark.family.liquid;

import java.util.Map;
import org.nalsm.engine.liquid.network.Network;
import org.nalsm.engine.liquid.simulation.event.FanInLimit;
import org.nalsm.spark.run.Phase;
import org.nalsm.spark.run.Progress;

/** Generates the network and stores it, unless another run has. */
final class NetworkPhase implements Phase {
    static final String NAME = "network";

    private final LiquidRun run;

    NetworkPhase(LiquidRun run) {
        this.run = run;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean isDone() {
        return NetworkTables.areIn(
                run.context().store(), LiquidSettings.networkId(run.settings().network()));
    }

    /** @throws org.nalsm.engine.UserException BAD_CONFIGURATION for weights that are too large for the fan-in */
    @Override
    public Map<String, Double> run(Progress progress) {
        progress.begin("generate network", 1, "network");
        Network network = run.network();
        FanInLimit.check(network, run.settings().model().maxWeight());
        run.context().shared().alone("network tables", () -> {
            new NetworkTables(run.settings().network(), network)
                    .writeTo(run.context().store());
            return network;
        });
        progress.end();
        return Map.of();
    }
}
