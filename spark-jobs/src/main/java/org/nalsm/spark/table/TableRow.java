package org.nalsm.spark.table;

/** A row of a table; the records of this package are the rows of the tables that the jobs write. */
@FunctionalInterface
public interface TableRow {
    /**
     * The values in the order of the table's columns: {@code Integer}, {@code Long}, {@code Float},
     * {@code Double}, {@code String}, {@code java.time.Instant}, {@code int[]}, {@code short[]},
     * {@code float[]}, {@code double[]} or {@code Map<String, String>} as the column's type says, and
     * {@code null} where the column is nullable and there is no value. Arrays are read before the writer
     * returns and not kept.
     */
    Object[] values();
}
