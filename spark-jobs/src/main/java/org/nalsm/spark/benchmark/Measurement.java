package org.nalsm.spark.benchmark;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
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
 * @param heapBytes heap that every task needs for itself (simulator, encoder), bytes; null for a backend that keeps its
 *     state elsewhere
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
        @Nullable Long heapBytes)
        implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final double NANOS_PER_MILLI = 1e6;

    /** The same backend measured several times: all passes, and whatever does not vary from the first. */
    static Measurement joined(List<Measurement> parts) {
        Measurement first = parts.get(0);
        return new Measurement(
                first.backend,
                first.kernel,
                first.threads,
                Spread.joined(parts.stream().map(Measurement::millis).toList()),
                Spread.joined(parts.stream().map(Measurement::cpuMillis).toList()),
                first.liquidSpikes,
                first.inputSpikes,
                first.updates,
                first.heapBytes);
    }

    /** Heap that every task needs for itself, bytes; empty for a backend that keeps its state elsewhere. */
    public OptionalLong taskBytes() {
        return heapBytes == null ? OptionalLong.empty() : OptionalLong.of(heapBytes);
    }

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
        fields.put("bytes_per_task", heapBytes);
        return fields;
    }
}
