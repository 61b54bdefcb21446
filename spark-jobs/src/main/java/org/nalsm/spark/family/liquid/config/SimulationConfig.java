package org.nalsm.spark.family.liquid.config;

import java.io.Serializable;
import java.util.List;
import java.util.regex.Pattern;
import org.nalsm.spark.config.Constraints;

/**
 * Section {@code simulation}.
 *
 * @param durationMs time that a sample is shown, 1 to 10000 ms
 * @param batchSize samples of a batch, 1 to 60000
 * @param batchesPerBlock batches that one task simulates, 1 to 60000
 * @param backend auto, event, event-scalar, event-vector, dense or cuda
 * @param gpuDevices in local mode, addresses of the GPUs that tasks take in turns
 * @param tasksPerGpu tasks that share a GPU, 1 to 16
 * @param plastic whether nalsm and lsm-stdp change weights while a sample is shown
 * @param recordedSamples samples of a recorded batch whose spikes are kept, 0 to 60000; a smaller batch
 *     records all of its samples
 */
public record SimulationConfig(
        int durationMs,
        int batchSize,
        int batchesPerBlock,
        String backend,
        List<String> gpuDevices,
        int tasksPerGpu,
        boolean plastic,
        int recordedSamples)
        implements Serializable {

    private static final List<String> BACKENDS =
            List.of("auto", "event", "event-scalar", "event-vector", "dense", "cuda");

    private static final Pattern DEVICE = Pattern.compile("[0-9]{1,4}|(GPU|MIG)-[0-9A-Za-z/-]+");

    /** @throws IllegalArgumentException if a value is out of its range; the message names all of them */
    public SimulationConfig {
        gpuDevices = List.copyOf(gpuDevices);
        new Constraints()
                .inRange("simulation.duration-ms", durationMs, 1, 10_000)
                .inRange("simulation.batch-size", batchSize, 1, 60_000)
                .inRange("simulation.batches-per-block", batchesPerBlock, 1, 60_000)
                .oneOf("simulation.backend", backend, BACKENDS)
                .require(
                        gpuDevices.stream()
                                .allMatch(device -> DEVICE.matcher(device).matches()),
                        "simulation.gpu-devices",
                        gpuDevices,
                        "must be a list of numbers of GPUs, such as [0, 1], or of their UUIDs, GPU-... or MIG-...")
                .inRange("simulation.tasks-per-gpu", tasksPerGpu, 1, 16)
                .inRange("simulation.recorded-samples", recordedSamples, 0, 60_000)
                .enforce();
    }

    /** Samples that one task simulates, at most; up to 3.6e9, hence a long. */
    public long samplesPerBlock() {
        return (long) batchSize * batchesPerBlock;
    }
}
