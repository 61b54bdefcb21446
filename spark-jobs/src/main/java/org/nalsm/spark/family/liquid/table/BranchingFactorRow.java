package org.nalsm.spark.family.liquid.table;

import org.nalsm.spark.parquet.Column;
import org.nalsm.spark.parquet.Table;
import org.nalsm.spark.table.Partitions;

/** A row of {@code branching_factor}. */
public record BranchingFactorRow(
        @Column(Partitions.SAMPLE_ID) int sampleId,
        @Column(Partitions.LABEL) int label,

        @Column("Spikes that follow a spike, per spike before it, ratio")
        double branchingFactor) {

    public static final Table<BranchingFactorRow> TABLE =
            Table.of(BranchingFactorRow.class, "branching_factor", "One row a recorded sample", Partitions.RUN);
}
