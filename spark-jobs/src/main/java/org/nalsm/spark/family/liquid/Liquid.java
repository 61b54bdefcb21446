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

    /** How many synapses within the liquid a spike of each neuron visits: its own, and of a plastic liquid those to it. */
    int[] visitsOfASpike() {
        int[] visits = new int[network.liquid()];
        for (int n = 0; n < visits.length; n++) {
            visits[n] = network.rowStart(n + 1) - network.rowStart(n);
        }
        if (model.sample().changesWeights()) {
            for (int s = 0; s < network.liquidSynapses(); s++) {
                visits[network.post(s)]++;
            }
        }
        return visits;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s (%s, %d neurons)", id, model.name(), network.liquid());
    }
}
