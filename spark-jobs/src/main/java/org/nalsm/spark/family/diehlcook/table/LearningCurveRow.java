package org.nalsm.spark.family.diehlcook.table;

import org.nalsm.spark.parquet.Column;
import org.nalsm.spark.parquet.Table;
import org.nalsm.spark.table.Partitions;

/** A row of {@code diehl_cook_curve}. */
public record LearningCurveRow(
        @Column("Samples that the network had been trained with")
        int presented,

        @Column("Samples of the training file whose labels named its neurons")
        int observed,

        @Column("Further samples of the training file, which it then classified")
        int classified,

        @Column("Part of these that it classified correctly, 0 to 1")
        double accuracy,

        @Column("Neurons with a label") int labelledNeurons,

        @Column("Mean spikes of all excitatory neurons while a sample was shown")
        double spikesPerSample) {

    public static final Table<LearningCurveRow> TABLE =
            Table.of(LearningCurveRow.class, "diehl_cook_curve", "One row a snapshot of training", Partitions.RUN);
}
