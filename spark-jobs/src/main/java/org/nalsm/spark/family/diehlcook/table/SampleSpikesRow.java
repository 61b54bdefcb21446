package org.nalsm.spark.family.diehlcook.table;

import org.nalsm.spark.parquet.Column;
import org.nalsm.spark.parquet.Table;
import org.nalsm.spark.table.Partitions;

/** A row of {@code diehl_cook_spikes}: every excitatory spike of a recorded sample, by time, then neuron. */
public record SampleSpikesRow(
        @Column(Partitions.SAMPLE_ID) int sampleId,
        @Column(Partitions.LABEL) int label,

        @Column("Time of each spike from the beginning of the last presentation, ms, ascending")
        float[] tMs,

        @Column("Excitatory neuron of each spike") int[] neuron) {

    public static final Table<SampleSpikesRow> TABLE = Table.of(
            SampleSpikesRow.class, "diehl_cook_spikes", "One row a recorded sample", Partitions.RUN, Partitions.SPLIT);
}
