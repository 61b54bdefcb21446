package org.nalsm.spark.job;

import java.io.Serializable;
import org.nalsm.engine.UserException;
import org.nalsm.engine.model.LiquidModel;
import org.nalsm.engine.network.Network;
import org.nalsm.engine.simulation.LiquidSimulator;
import org.nalsm.engine.simulation.event.EventDrivenSimulator;
import org.nalsm.engine.simulation.event.Kernel;

/** What simulates: {@code simulation.backend}. */
enum Backend implements Serializable {
    /** Event-driven, scalar loops. */
    EVENT_SCALAR;

    static Backend of(String configured) {
        return EVENT_SCALAR;
    }

    LiquidSimulator newSimulator(Network network, LiquidModel model, float[] weights) {
        return new EventDrivenSimulator(network, model, weights, kernel());
    }

    /** Inner loops for liquid initialisation, which is event-driven whatever simulates the samples. */
    Kernel kernel() {
        return Kernel.SCALAR;
    }
}
