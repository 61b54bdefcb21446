package org.nalsm.spark.run;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.nalsm.spark.sample.SampleSource;

/**
 * Counts simulated samples and fails at chosen ones, in the one JVM of local mode, where tasks see the statics. A sample
 * counts when its label is asked for, which is once a simulation.
 *
 * @param source the samples
 */
public record WatchedSource(SampleSource source) implements SampleSource {
    /** Sample id to number of simulations. */
    public static final Map<Integer, Integer> SHOWN = new ConcurrentHashMap<>();

    private static final Map<Integer, Integer> FAILURES = new ConcurrentHashMap<>();

    /** Forgets simulations and failures. */
    public static void reset() {
        SHOWN.clear();
        FAILURES.clear();
    }

    /** Makes the next simulations of a sample fail. */
    public static void failAt(int sampleId, int times) {
        FAILURES.put(sampleId, times);
    }

    @Override
    public String name() {
        return source.name();
    }

    @Override
    public int label(int sampleId) {
        SHOWN.merge(sampleId, 1, Integer::sum);
        if (FAILURES.merge(sampleId, -1, Integer::sum) >= 0) {
            throw new IllegalStateException("on purpose");
        }
        return source.label(sampleId);
    }

    @Override
    public SampleSource raw() {
        return source.raw();
    }
}
