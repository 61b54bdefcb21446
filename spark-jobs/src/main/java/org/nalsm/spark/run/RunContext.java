package org.nalsm.spark.run;

import java.util.Objects;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.jspecify.annotations.Nullable;
import org.nalsm.spark.sample.SampleSource;
import org.nalsm.spark.table.ResultsStore;

/**
 * What the phases of a run work with.
 *
 * @param samples the dataset; null where no phase needs it
 * @param store where results go
 * @param shared what the run has in common with others
 */
public record RunContext(
        JavaSparkContext spark,
        Experiment experiment,
        @Nullable Broadcast<SampleSource> samples,
        ResultsStore store,
        SharedWork shared) {

    /** The dataset. */
    @Override
    public Broadcast<SampleSource> samples() {
        return Objects.requireNonNull(samples, "no phase was to need the dataset");
    }
}
