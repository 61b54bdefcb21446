package org.nalsm.spark.run;

import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.nalsm.spark.sample.SampleSource;
import org.nalsm.spark.table.ResultsStore;

/**
 * What the phases of a run work with.
 *
 * @param samples the dataset
 * @param store where results go
 * @param shared what the run has in common with others
 */
public record RunContext(
        JavaSparkContext spark,
        Experiment experiment,
        Broadcast<SampleSource> samples,
        ResultsStore store,
        SharedWork shared) {}
