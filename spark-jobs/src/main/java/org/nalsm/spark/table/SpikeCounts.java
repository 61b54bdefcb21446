package org.nalsm.spark.table;

import org.nalsm.spark.parquet.Column;
import org.nalsm.spark.parquet.RowReader;
import org.nalsm.spark.parquet.Table;

/**
 * A row of {@code spike_counts}.
 *
 * @param counts owned by the caller, and where a reader hands the row out valid only until the next row
 */
public record SpikeCounts(
        @Column(Partitions.SAMPLE_ID) int sampleId,
        @Column(Partitions.LABEL) int label,

        @Column("Spikes of each neuron during the sample, by neuron number")
        int[] counts,

        @Column("Spikes of all input neurons during the sample")
        int inputSpikes,

        @Column("Spikes of all neurons during the sample, inputs excluded")
        int liquidSpikes,

        @Column("Block of samples that was simulated in one task, from 0 in its split")
        int block) {

    public static final Table<SpikeCounts> TABLE =
            Table.of(SpikeCounts.class, "spike_counts", "One row a sample", Partitions.RUN, Partitions.SPLIT);

    /**
     * The row that a reader stands at.
     *
     * @param counts as many as there are neurons; filled and taken over
     */
    public static SpikeCounts read(RowReader row, int[] counts) {
        row.ints("counts", counts);
        return new SpikeCounts(
                row.intAt("sample_id"),
                row.intAt("label"),
                counts,
                row.intAt("input_spikes"),
                row.intAt("liquid_spikes"),
                row.intAt("block"));
    }
}
