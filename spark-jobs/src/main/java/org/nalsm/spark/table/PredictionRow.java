package org.nalsm.spark.table;

import org.nalsm.spark.parquet.Column;
import org.nalsm.spark.parquet.Table;

/** A row of {@code predictions}. */
public record PredictionRow(
        @Column(Partitions.SAMPLE_ID) int sampleId,
        @Column(Partitions.LABEL) int label,
        @Column("Class with the largest score, from 0") int predicted,
        @Column("Score of each class before the softmax") float[] scores) {

    public static final Table<PredictionRow> TABLE =
            Table.of(PredictionRow.class, "predictions", "One row a sample", Partitions.RUN, Partitions.SPLIT);
}
