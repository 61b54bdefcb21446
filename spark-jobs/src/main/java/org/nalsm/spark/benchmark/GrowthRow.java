package org.nalsm.spark.benchmark;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The cost of a sample for one size of the liquid.
 *
 * @param size three lengths, such as 10 x 10 x 10
 * @param astrocyteWeight of this size; it matters to NALSM only
 * @param summary what was measured
 */
public record GrowthRow(String size, double astrocyteWeight, VariantSummary summary) {
    /** What was simulated. */
    public BenchmarkedLiquid liquid() {
        return summary.liquid();
    }

    /** Neurons of the liquid. */
    public int neurons() {
        return liquid().neurons();
    }

    /** The samples. */
    public Measurement measurement() {
        return summary.measurement();
    }

    /** For JSON. */
    public Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>(summary.fields());
        fields.put("size", size);
        fields.put("neurons", neurons());
        fields.put("astrocyte_weight", astrocyteWeight);
        fields.put("synapses", liquid().synapses());
        fields.put("synapses_liquid", liquid().liquidSynapses());
        fields.put("mean_fan_in", liquid().meanFanIn());
        fields.put("mean_fan_in_liquid", liquid().meanLiquidFanIn());
        fields.put("network_seconds", liquid().generationSeconds());
        fields.put(
                "initialisation",
                summary.initialisation().map(Initialisation::fields).orElse(null));
        fields.put("bytes_shared", liquid().sharedBytes());
        return fields;
    }
}
