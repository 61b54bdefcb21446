package org.nalsm.spark.job;

import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentHashMap;
import org.nalsm.engine.liquid.encoding.InputSpikes;
import org.nalsm.engine.liquid.encoding.SampleInputs;

/**
 * Counts presentations and fails at chosen samples, in the one JVM of local mode, where tasks see the statics.
 *
 * @param source the samples
 */
public record WatchedSource(SampleSource source) implements SampleSource {
    /** Sample id to number of presentations. */
    public static final Map<Integer, Integer> SHOWN = new ConcurrentHashMap<>();
    /** Position in the initialisation to number of presentations. */
    public static final Map<Integer, Integer> SNAPSHOTS = new ConcurrentHashMap<>();

    private static final Map<Integer, Integer> FAILURES = new ConcurrentHashMap<>();

    /** Forgets presentations and failures. */
    public static void reset() {
        SHOWN.clear();
        SNAPSHOTS.clear();
        FAILURES.clear();
    }

    /** Makes the next presentations of a sample fail. */
    public static void failAt(int sampleId, int times) {
        FAILURES.put(sampleId, times);
    }

    @Override
    public String name() {
        return source.name();
    }

    @Override
    public int channels() {
        return source.channels();
    }

    @Override
    public OptionalDouble trainingPixelShare() {
        return source.trainingPixelShare();
    }

    @Override
    public SampleInputs inputs(long runSeed) {
        SampleInputs inputs = source.inputs(runSeed);
        return new SampleInputs() {
            @Override
            public int channels() {
                return inputs.channels();
            }

            @Override
            public int label(int sampleId) {
                return inputs.label(sampleId);
            }

            @Override
            public InputSpikes sample(int sampleId) {
                SHOWN.merge(sampleId, 1, Integer::sum);
                if (FAILURES.merge(sampleId, -1, Integer::sum) >= 0) {
                    throw new IllegalStateException("on purpose");
                }
                return inputs.sample(sampleId);
            }

            @Override
            public InputSpikes snapshot(int sampleId, int position) {
                SNAPSHOTS.merge(position, 1, Integer::sum);
                return inputs.snapshot(sampleId, position);
            }
        };
    }
}
