package org.nalsm.spark.benchmark;

import java.io.Serializable;
import java.util.List;
import java.util.Map;

/**
 * Measured initialisations of a liquid.
 *
 * @param millis wall time of a snapshot in every initialisation, ms, input encoding included
 * @param cpuMillis likewise, CPU time of the thread
 */
public record Initialisation(Spread millis, Spread cpuMillis) implements Serializable {
    private static final long serialVersionUID = 1L;

    static Initialisation joined(List<Initialisation> parts) {
        return new Initialisation(
                Spread.joined(parts.stream().map(Initialisation::millis).toList()),
                Spread.joined(parts.stream().map(Initialisation::cpuMillis).toList()));
    }

    /** For JSON. */
    public Map<String, Object> fields() {
        return Map.of(
                "milliseconds_per_snapshot", millis.fields(), "cpu_milliseconds_per_snapshot", cpuMillis.fields());
    }
}
