package org.nalsm.spark.sweep;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.nalsm.spark.config.ExperimentConfig;
import org.nalsm.spark.job.SampleSource;

/** The datasets of a sweep, each loaded and broadcast once. Thread-safe. */
final class SharedSamples {
    private final JavaSparkContext spark;
    private final Function<ExperimentConfig, SampleSource> loader;
    private final Map<List<Object>, Broadcast<SampleSource>> loaded = new HashMap<>();

    SharedSamples(JavaSparkContext spark, Function<ExperimentConfig, SampleSource> loader) {
        this.spark = spark;
        this.loader = loader;
    }

    synchronized Broadcast<SampleSource> of(ExperimentConfig config) {
        // Event samples are cut to the durations when they are loaded.
        List<Object> key = List.of(
                config.data(),
                config.simulation().durationMs(),
                config.initialisation().snapshotMs());
        return loaded.computeIfAbsent(key, k -> spark.broadcast(loader.apply(config)));
    }
}
