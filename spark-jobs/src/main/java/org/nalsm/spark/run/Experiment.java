package org.nalsm.spark.run;

import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.nalsm.engine.dataset.Split;
import org.nalsm.spark.config.DataConfig;
import org.nalsm.spark.config.ExperimentConfig;
import org.nalsm.spark.config.ResolvedConfig;

/**
 * One experiment as the jobs see it: its configuration and its identity.
 *
 * @param resolved the validated configuration
 * @param runId name of the run
 * @param dataHash content of the dataset's recordings; empty for images, whose files have known checksums, and if not
 *     known
 */
public record Experiment(ResolvedConfig resolved, String runId, String dataHash) {
    /** Without a look at the dataset. */
    public static Experiment of(ResolvedConfig resolved) {
        return new Experiment(resolved, resolved.runId(), "");
    }

    /** The same on these recordings. */
    public Experiment withDataHash(String hash) {
        return new Experiment(resolved, runId, hash);
    }

    /** The configuration as records. */
    public ExperimentConfig config() {
        return resolved.experiment();
    }

    /** The configuration as one line of JSON. */
    public String json() {
        return resolved.json();
    }

    /**
     * Name of a part of the results that runs share: equal as long as these keys and the recordings are.
     *
     * @param keys the keys that the part depends on
     */
    public String contentId(String prefix, Predicate<String> keys) {
        return resolved.contentId(prefix, keys, dataHash);
    }

    /** How many samples of each split take part. */
    public Map<Split, Integer> samples() {
        return Stream.of(Split.values()).collect(Collectors.toUnmodifiableMap(Function.identity(), this::samples));
    }

    /** How many samples of a split take part. */
    public int samples(Split split) {
        DataConfig data = config().data();
        return switch (split) {
            case TRAIN -> data.trainSamples();
            case VALID -> data.validSamples();
            case TEST -> data.testSamples();
        };
    }

    /** Number of samples of all splits. */
    public int sampleCount() {
        return samples().values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Whether another run's recordings are the same, as far as is known. */
    public boolean sameDataAs(String otherHash) {
        return dataHash.isEmpty() || otherHash.isEmpty() || dataHash.equals(otherHash);
    }
}
