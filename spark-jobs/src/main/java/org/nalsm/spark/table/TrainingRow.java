package org.nalsm.spark.table;

import org.nalsm.spark.parquet.Column;
import org.nalsm.spark.parquet.Table;

/** A row of {@code training}; NaN means not evaluated. */
public record TrainingRow(
        @Column("Epoch or iteration, from 1") int epoch,

        @Column(value = "L2 penalty on the weights in this fit, dimensionless", nullable = true)
        double l2Penalty,

        @Column(value = "Training loss with its L2 term, nats", nullable = true)
        double trainLoss,

        @Column(value = "Training accuracy, share from 0 to 1", nullable = true)
        double trainAccuracy,

        @Column(value = "Validation accuracy, share from 0 to 1", nullable = true)
        double validAccuracy,

        @Column(value = "Test accuracy, share from 0 to 1; null where not evaluated", nullable = true)
        double testAccuracy,

        @Column("Wall time since training began, s") double seconds) {

    public static final Table<TrainingRow> TABLE =
            Table.of(TrainingRow.class, "training", "One row an epoch or iteration of training", Partitions.RUN);
}
