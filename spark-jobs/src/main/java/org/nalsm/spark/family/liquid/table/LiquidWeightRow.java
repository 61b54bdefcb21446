package org.nalsm.spark.family.liquid.table;

import org.nalsm.spark.parquet.Column;
import org.nalsm.spark.parquet.Table;
import org.nalsm.spark.table.Partitions;

/** A row of {@code liquid_weights}. */
public record LiquidWeightRow(
        @Column(NetworkColumns.PRE) int pre,
        @Column(NetworkColumns.POST) int post,

        @Column("Weight after liquid initialisation, arbitrary units")
        float weight) {

    public static final Table<LiquidWeightRow> TABLE = Table.of(
            LiquidWeightRow.class, "liquid_weights", "One row a synapse: the initialised liquid", Partitions.RUN);
}
