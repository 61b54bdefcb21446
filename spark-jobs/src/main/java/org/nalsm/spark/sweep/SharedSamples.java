package org.nalsm.spark.sweep;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.nalsm.spark.config.DataConfig;
import org.nalsm.spark.sample.SampleSource;

/** The datasets of a sweep, each loaded and broadcast once. Thread-safe. */
final class SharedSamples {
    private final JavaSparkContext spark;
    private final Function<DataConfig, SampleSource> loader;
    private final Map<DataConfig, Broadcast<SampleSource>> loaded = new HashMap<>();

    SharedSamples(JavaSparkContext spark, Function<DataConfig, SampleSource> loader) {
        this.spark = spark;
        this.loader = loader;
    }

    synchronized Broadcast<SampleSource> of(DataConfig data) {
        return loaded.computeIfAbsent(data, key -> spark.broadcast(loader.apply(data)));
    }
}
