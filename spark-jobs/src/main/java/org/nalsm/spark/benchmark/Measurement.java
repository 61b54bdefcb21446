package org.nalsm.spark.benchmark;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.nalsm.spark.identity.CanonicalJson;

/**
 * Measured passes of a backend.
 *
 * @param backend what simulated
 * @param kernel inner loops; empty for a backend that has none
 * @param threads samples simulated at a time
 * @param millis wall time of a sample on one core in every pass, ms, input encoding included
 * @param cpuMillis CPU time of a sample in every pass, ms, of the threads that simulate; much below the wall time, the
 *     machine had other work
 * @param liquidSpikes mean spikes of the liquid in a sample
 * @param inputSpikes likewise, of the input neurons
 * @param updates mean visits of a synapse in a sample: every synapse of a neuron that spikes, and where weights change
 *     also every synapse onto it (of active channels and of the liquid)
 * @param taskBytes heap that every task needs for itself (simulator, encoder), bytes; empty for a backend that keeps
 *     its state elsewhere
 * @param differingCounts share of the spike counts that are not those of the first backend, 0 to 1; always 0 between
 *     event-driven ones
 */
public record Measurement(
        String backend,
        String kernel,
        int threads,
        Spread millis,
        Spread cpuMillis,
        double liquidSpikes,
        double inputSpikes,
        double updates,
        OptionalLong taskBytes,
        double differingCounts) {
    private static final double NANOS_PER_MILLI = 1e6;

    /** Samples per second of all threads together, in the median pass. */
    public double samplesPerSecond() {
        return 1e3 * threads / millis.median();
    }

    /** Wall time of one synaptic update in the median pass, ns; not finite for a silent liquid. */
    public double nanosPerUpdate() {
        return NANOS_PER_MILLI * millis.median() / updates;
    }

    /** For JSON. */
    public Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("backend", backend);
        fields.put("kernel", kernel);
        fields.put("milliseconds_per_sample", millis.fields());
        fields.put("cpu_milliseconds_per_sample", cpuMillis.fields());
        fields.put("samples_per_second", samplesPerSecond());
        fields.put("liquid_spikes_per_sample", liquidSpikes);
        fields.put("input_spikes_per_sample", inputSpikes);
        fields.put("synaptic_updates_per_sample", updates);
        fields.put("nanoseconds_per_update", CanonicalJson.orNull(nanosPerUpdate()));
        fields.put("bytes_per_task", taskBytes.isPresent() ? taskBytes.getAsLong() : null);
        fields.put("differing_counts", differingCounts);
        return fields;
    }
}
