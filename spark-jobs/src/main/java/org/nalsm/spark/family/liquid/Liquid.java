package org.nalsm.spark.family.liquid;

import java.io.Serializable;
import java.util.Locale;
import org.nalsm.engine.liquid.model.LiquidModel;
import org.nalsm.engine.liquid.network.Network;

/**
 * An initialised liquid and how to simulate it; broadcast to the executors.
 *
 * @param id the run's id; simulators of one id are interchangeable
 * @param network the topology
 * @param model the model
 * @param weights initialised weights in synapse order
 * @param backend how to simulate
 */
record Liquid(String id, Network network, LiquidModel model, float[] weights, BackendChoice backend)
        implements Serializable {

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s (%s, %d neurons)", id, model.name(), network.liquid());
    }
}
