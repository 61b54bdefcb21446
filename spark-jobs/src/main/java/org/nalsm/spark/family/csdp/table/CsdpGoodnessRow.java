package org.nalsm.spark.family.csdp.table;

import org.nalsm.spark.parquet.Column;
import org.nalsm.spark.parquet.Table;
import org.nalsm.spark.table.Partitions;

/** A row of {@code csdp_goodness}: the course of goodness while a sample is shown. */
public record CsdpGoodnessRow(
        @Column("Epoch, from 1") int epoch,
        @Column("Hidden layer, 1 or 2") int layer,
        @Column("Step since a sample is shown, from 1") int step,

        @Column("Sum of the layer's squared traces, mean over the epoch's real samples")
        double positive,

        @Column("Sum of the layer's squared traces, mean over the epoch's negative samples")
        double negative) {

    public static final Table<CsdpGoodnessRow> TABLE = Table.of(
            CsdpGoodnessRow.class,
            "csdp_goodness",
            "One row a step of a hidden layer, mean over an epoch of a CSDP network's training",
            Partitions.RUN);
}
