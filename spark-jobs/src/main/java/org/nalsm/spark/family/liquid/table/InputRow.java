package org.nalsm.spark.family.liquid.table;

import org.nalsm.spark.parquet.Column;
import org.nalsm.spark.parquet.Table;
import org.nalsm.spark.table.Partitions;

/** A row of {@code inputs}: where a sample of {@code nalsm simulate} came from. */
public record InputRow(
        @Column("The sample in spike_counts of the same run_id, from 0")
        int sampleId,

        @Column(Partitions.LABEL) int label,

        @Column("File that held it, as named on the command line or found below that")
        String file,

        @Column("Which sample of the file, from 0") int position) {

    public static final Table<InputRow> TABLE =
            Table.of(InputRow.class, "inputs", "One row a sample of a user's own files", Partitions.RUN);
}
