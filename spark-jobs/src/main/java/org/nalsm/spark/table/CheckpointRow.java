package org.nalsm.spark.table;

import org.nalsm.spark.parquet.Column;
import org.nalsm.spark.parquet.Table;

/**
 * A row of {@code checkpoints}: a piece of an array of the state of a sequential phase.
 *
 * @param data little-endian
 */
public record CheckpointRow(
        @Column("Steps that were done, from 0") long step,
        @Column("Name of the array") String name,

        @Column("Type of the array's elements: float32, float64, int32 or int64")
        String type,

        @Column("Length of the whole array") int length,

        @Column(value = "Index of the piece's first element", name = "first_element")
        int offset,

        @Column("The piece's elements, little-endian") byte[] data) {

    public static final Table<CheckpointRow> TABLE = Table.of(
            CheckpointRow.class,
            "checkpoints",
            "One row a piece of an array of the state of a phase that is not finished; gone when it is",
            Partitions.RUN);
}
