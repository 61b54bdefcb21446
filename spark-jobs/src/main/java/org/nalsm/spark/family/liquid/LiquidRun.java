package org.nalsm.spark.family.liquid;

import org.nalsm.engine.liquid.network.Network;
import org.nalsm.engine.liquid.network.NetworkGenerator;
import org.nalsm.engine.liquid.network.NetworkParameters;
import org.nalsm.spark.run.RunContext;
import org.nalsm.spark.run.SharedWork;

/**
 * What the phases of a liquid's run have in common.
 *
 * @param context the run
 * @param settings its experiment
 * @param backend what simulates
 */
record LiquidRun(RunContext context, LiquidSettings settings, BackendChoice backend) {
    static LiquidRun of(RunContext context) {
        LiquidSettings settings = LiquidSettings.of(context.experiment());
        return new LiquidRun(
                context, settings, BackendChoice.of(settings.config().simulation()));
    }

    String runId() {
        return context.experiment().runId();
    }

    /** The network, which runs of one driver share. */
    Network network() {
        return network(context.shared(), settings.network());
    }

    /** The network of these parameters, which runs of one driver share. */
    static Network network(SharedWork shared, NetworkParameters parameters) {
        return shared.object(LiquidSettings.networkId(parameters), () -> new NetworkGenerator(parameters).generate());
    }
}
