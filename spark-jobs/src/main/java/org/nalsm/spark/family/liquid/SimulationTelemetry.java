package org.nalsm.spark.family.liquid;

import java.io.Serializable;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.CollectionAccumulator;
import org.apache.spark.util.LongAccumulator;
import org.nalsm.engine.liquid.simulation.SimulatorProvider;
import org.nalsm.engine.liquid.simulation.cuda.CudaProvider;

/**
 * What the tasks of a simulation tell the driver beside their results.
 *
 * @param devices what they computed on
 * @param deviceBytes taken memory of the task's GPU, bytes
 */
record SimulationTelemetry(CollectionAccumulator<String> devices, LongAccumulator deviceBytes) implements Serializable {
    static SimulationTelemetry of(JavaSparkContext spark) {
        return new SimulationTelemetry(
                spark.sc().collectionAccumulator(), spark.sc().longAccumulator());
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
