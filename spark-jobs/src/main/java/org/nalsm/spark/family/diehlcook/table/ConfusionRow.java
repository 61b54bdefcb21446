package org.nalsm.spark.family.diehlcook.table;

import org.nalsm.spark.parquet.Column;
import org.nalsm.spark.parquet.Table;
import org.nalsm.spark.table.Partitions;

/** A row of {@code diehl_cook_confusion}. */
public record ConfusionRow(
        @Column("Class of the samples, from 0") int label,
        @Column("Class that they were taken for, from 0") int predicted,
        @Column("Number of samples") long samples,

        @Column("Part of the samples of the class, 0 to 1; 0 for a class without samples")
        double share) {

    public static final Table<ConfusionRow> TABLE = Table.of(
            ConfusionRow.class,
            "diehl_cook_confusion",
            "One row a pair of classes, by label, then prediction",
            Partitions.RUN,
            Partitions.SPLIT);
}
