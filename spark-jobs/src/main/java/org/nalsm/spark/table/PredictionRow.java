package org.nalsm.spark.table;

import java.util.List;
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

    /** Share of samples that are predicted as what they are, 0 to 1; not a number of none. */
    public static double accuracy(List<PredictionRow> predictions) {
        return predictions.stream()
                        .filter(row -> row.label() == row.predicted())
                        .count()
                / (double) predictions.size();
    }
}
