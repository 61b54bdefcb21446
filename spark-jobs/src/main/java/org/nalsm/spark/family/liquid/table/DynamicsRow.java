package org.nalsm.spark.family.liquid.table;

import org.nalsm.spark.parquet.Column;
import org.nalsm.spark.parquet.Table;
import org.nalsm.spark.table.Partitions;

/** A row of {@code dynamics}: one millisecond of a recorded sample. */
public record DynamicsRow(
        @Column(Partitions.SAMPLE_ID) int sampleId,
        @Column("Time from the sample's start, ms") int tMs,

        @Column("Liquid neurons that spiked in this millisecond")
        int liquidSpikes,

        @Column("Input neurons that spiked in this millisecond")
        int inputSpikes,

        @Column("Astrocyte state at the end of the millisecond, dimensionless; 0 for models without one")
        double astrocyte) {

    public static final Table<DynamicsRow> TABLE =
            Table.of(DynamicsRow.class, "dynamics", "One row a recorded sample and millisecond", Partitions.RUN);
}
