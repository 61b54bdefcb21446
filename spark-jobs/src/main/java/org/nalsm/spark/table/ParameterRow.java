package org.nalsm.spark.table;

import org.nalsm.spark.parquet.Column;
import org.nalsm.spark.parquet.Table;

/** A row of {@code parameters}. */
public record ParameterRow(
        @Column("Name of the array, such as rec_weights") String name,

        @Column("Lengths of its dimensions, outermost first")
        int[] shape,

        @Column("Its values, the last index fastest") float[] values) {

    public static final Table<ParameterRow> TABLE =
            Table.of(ParameterRow.class, "parameters", "One row an array of what a run has learned", Partitions.RUN);
}
