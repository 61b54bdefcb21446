package org.nalsm.spark.family.liquid;

import java.io.Serializable;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.CollectionAccumulator;
import org.apache.spark.util.LongAccumulator;
import org.nalsm.engine.liquid.simulation.SimulatorProvider;
import org.nalsm.engine.liquid.simulation.cuda.CudaProvider;
import org.nalsm.spark.cluster.WorkMetrics;

/**
 * What the tasks of a simulation tell the driver beside their results.
 *
 * @param devices what they computed on
 * @param deviceBytes taken memory of the task's GPU, bytes
 * @param spikes of the liquid
 * @param synapticUpdates visits of synapses within the liquid that these spikes cause
 * @param samples that were simulated
 */
record SimulationTelemetry(
        CollectionAccumulator<String> devices,
        LongAccumulator deviceBytes,
        LongAccumulator spikes,
        LongAccumulator synapticUpdates,
        LongAccumulator samples)
        implements Serializable {

    static SimulationTelemetry of(JavaSparkContext spark) {
        return new SimulationTelemetry(
                spark.sc().collectionAccumulator(),
                spark.sc().longAccumulator(WorkMetrics.DEVICE_BYTES),
                spark.sc().longAccumulator(WorkMetrics.SPIKES),
                spark.sc().longAccumulator(WorkMetrics.SYNAPTIC_UPDATES),
                spark.sc().longAccumulator());
    }

    /**
     * Called by a task for each sample.
     *
     * @param counts spikes of each neuron
     * @param visits synapses that a spike of each visits
     */
    void simulated(int[] counts, int[] visits) {
        long sampleSpikes = 0;
        long sampleUpdates = 0;
        for (int n = 0; n < counts.length; n++) {
            sampleSpikes += counts[n];
            sampleUpdates += (long) counts[n] * visits[n];
        }
        spikes.add(sampleSpikes);
        synapticUpdates.add(sampleUpdates);
        samples.add(1);
    }

    /** Called by a task that has simulated a block. */
    void computedOn(SimulatorProvider provider) {
        devices.add(provider.device());
        if (provider instanceof CudaProvider gpu) {
            deviceBytes.setValue(gpu.usedBytes());
        }
    }

    /** All of them, each once; empty if no task ran. */
    Optional<String> allDevices() {
        return devices.value().isEmpty()
                ? Optional.empty()
                : Optional.of(devices.value().stream().distinct().sorted().collect(Collectors.joining(", ")));
    }
}
