package org.nalsm.spark.family.liquid.table;

import org.nalsm.spark.parquet.Column;
import org.nalsm.spark.parquet.Table;
import org.nalsm.spark.table.Partitions;

/** A row of {@code spikes}: every liquid spike of a recorded sample, sorted by time, then neuron. */
public record SpikesRow(
        @Column(Partitions.SAMPLE_ID) int sampleId,
        @Column(Partitions.LABEL) int label,

        @Column("Time of each liquid spike from the sample's start, ms, ascending")
        short[] tMs,

        @Column("Liquid neuron of each spike, ascending within a millisecond")
        int[] neuron) {

    public static final Table<SpikesRow> TABLE =
            Table.of(SpikesRow.class, "spikes", "One row a recorded sample", Partitions.RUN, Partitions.SPLIT);
}
