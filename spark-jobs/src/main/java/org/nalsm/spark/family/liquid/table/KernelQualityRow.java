package org.nalsm.spark.family.liquid.table;

import org.nalsm.spark.parquet.Column;
import org.nalsm.spark.parquet.Table;
import org.nalsm.spark.table.Partitions;

/** A row of {@code kernel_quality}. */
public record KernelQualityRow(
        @Column("Rank of the test count matrix, mean over shuffles")
        double separationRank,

        @Column("Rank of the noisy test count matrix, mean over shuffles")
        double generalisationRank,

        @Column("Number of shuffles") int shuffles,
        @Column("Samples drawn from each class") int samplesPerClass) {

    public static final Table<KernelQualityRow> TABLE =
            Table.of(KernelQualityRow.class, "kernel_quality", "One row a run", Partitions.RUN);
}
