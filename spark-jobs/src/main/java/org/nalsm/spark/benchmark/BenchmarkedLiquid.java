package org.nalsm.spark.benchmark;

import java.io.Serializable;
import org.nalsm.engine.liquid.network.Network;

/**
 * The liquid of a benchmark.
 *
 * @param neurons neurons of the liquid
 * @param inputs input channels
 * @param synapses of the liquid and its inputs
 * @param liquidSynapses those between liquid neurons
 * @param generationSeconds wall time of generating the network, s
 */
public record BenchmarkedLiquid(int neurons, int inputs, int synapses, int liquidSynapses, double generationSeconds)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    static BenchmarkedLiquid of(Network network, double generationSeconds) {
        return new BenchmarkedLiquid(
                network.liquid(), network.inputs(), network.synapses(), network.liquidSynapses(), generationSeconds);
    }

    /** What all tasks of an executor share, bytes: the topology and one weight a synapse. The samples come on top. */
    public long sharedBytes() {
        long rows = (long) Integer.BYTES * (neurons + inputs + 1);
        long cells = (long) Integer.BYTES * neurons;
        long synapse = Character.BYTES + Byte.BYTES + Float.BYTES;
        return rows + cells + synapse * synapses;
    }

    /** Mean number of synapses onto a neuron, inputs included. */
    public double meanFanIn() {
        return (double) synapses / neurons;
    }

    /** Mean number of synapses onto a neuron from other liquid neurons. */
    public double meanLiquidFanIn() {
        return (double) liquidSynapses / neurons;
    }
}
