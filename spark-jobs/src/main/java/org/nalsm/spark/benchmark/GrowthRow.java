package org.nalsm.spark.benchmark;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.nalsm.engine.liquid.network.Network;

/**
 * The cost of a sample for one size of the liquid.
 *
 * @param size three lengths, such as 10 x 10 x 10
 * @param neurons neurons of the liquid
 * @param astrocyteWeight of this size; it matters to NALSM only
 * @param synapses of the liquid and its inputs
 * @param liquidSynapses those between liquid neurons
 * @param generationSeconds wall time of generating the network, s
 * @param initialisation of the liquid; empty for a model without initialisation
 * @param sharedBytes what all tasks of an executor share, bytes
 * @param measurement the samples
 */
public record GrowthRow(
        String size,
        int neurons,
        double astrocyteWeight,
        int synapses,
        int liquidSynapses,
        double generationSeconds,
        Optional<Initialisation> initialisation,
        long sharedBytes,
        Measurement measurement) {

    /** The row of a benchmark that has been measured. */
    public static GrowthRow of(
            String size,
            double astrocyteWeight,
            SimulationBenchmark benchmark,
            Optional<Initialisation> initialisation,
            Measurement measurement) {
        Network network = benchmark.network();
        return new GrowthRow(
                size,
                network.liquid(),
                astrocyteWeight,
                network.synapses(),
                network.liquidSynapses(),
                benchmark.generationSeconds(),
                initialisation,
                benchmark.sharedBytes(),
                measurement);
    }

    /** Mean number of synapses onto a neuron, inputs included. */
    public double meanFanIn() {
        return (double) synapses / neurons;
    }

    /** Mean number of synapses onto a neuron from other liquid neurons. */
    public double meanLiquidFanIn() {
        return (double) liquidSynapses / neurons;
    }

    /** For JSON. */
    public Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>(measurement.fields());
        fields.put("size", size);
        fields.put("neurons", neurons);
        fields.put("astrocyte_weight", astrocyteWeight);
        fields.put("synapses", synapses);
        fields.put("synapses_liquid", liquidSynapses);
        fields.put("mean_fan_in", meanFanIn());
        fields.put("mean_fan_in_liquid", meanLiquidFanIn());
        fields.put("network_seconds", generationSeconds);
        fields.put("initialisation", initialisation.map(Initialisation::fields).orElse(null));
        fields.put("bytes_shared", sharedBytes);
        return fields;
    }
}
