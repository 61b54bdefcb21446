package org.nalsm.spark.job;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Wall time of the phases of a run, s. */
final class Stopwatch {
    private static final double NANOS = 1e-9;

    private final long start = System.nanoTime();
    private final Map<String, Double> seconds = new HashMap<>();

    <T> T time(String phase, Supplier<T> work) {
        long from = System.nanoTime();
        T result = work.get();
        seconds.put(phase, (System.nanoTime() - from) * NANOS);
        return result;
    }

    /** Wall time of a phase that is over. */
    double seconds(String phase) {
        return seconds.get(phase);
    }

    /** Wall time since this watch was made. */
    double total() {
        return (System.nanoTime() - start) * NANOS;
    }
}
