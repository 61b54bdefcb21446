package org.nalsm.spark.family.diehlcook.table;

import org.nalsm.spark.parquet.Column;
import org.nalsm.spark.parquet.Table;
import org.nalsm.spark.table.Partitions;

/** A row of {@code diehl_cook_responses}: what a sample causes in a network that does not learn. */
public record ResponseRow(
        @Column(Partitions.SAMPLE_ID) int sampleId,
        @Column(Partitions.LABEL) int label,

        @Column(
                "How often the sample was shown, each time brighter, until it caused enough spikes or as often as allowed")
        int presentations,

        @Column("Spikes of each excitatory neuron while the sample was shown, by neuron")
        int[] counts,

        @Column("Spikes of all excitatory neurons while the sample was shown")
        int spikes,

        @Column("Spikes of all input neurons while the sample was shown")
        int inputSpikes,

        @Column("Block of samples that was shown in one task, from 0 in its split")
        int block) {

    public static final Table<ResponseRow> TABLE =
            Table.of(ResponseRow.class, "diehl_cook_responses", "One row a sample", Partitions.RUN, Partitions.SPLIT);
}
