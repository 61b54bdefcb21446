package org.nalsm.spark.family.csdp.table;

import org.nalsm.spark.parquet.Column;
import org.nalsm.spark.parquet.Table;
import org.nalsm.spark.table.Partitions;

/** A row of {@code csdp_epochs}; the first is before training. */
public record CsdpEpochRow(
        @Column("Epochs of training so far") int epoch,

        @Column(
                value =
                        "Share of the epoch's real samples that the classifier got right while it learned from them, from 0 to 1; "
                                + "null before training",
                nullable = true)
        double trainAccuracy,

        @Column(
                value =
                        "Mean entropy of the softmax of the classifier's spike counts in the epoch, nats; null before training",
                nullable = true)
        double trainEntropy,

        @Column("Validation accuracy of the classifier, without context, share from 0 to 1")
        double validAccuracy,

        @Column("Mean negative log-likelihood of the validation samples' classes, nats")
        double validNll,

        @Column("Mean binary cross-entropy of the validation samples' reconstructions, summed over the pixels, nats")
        double validCrossEntropy,

        @Column("Mean squared error of the validation samples' reconstructions, summed over the pixels")
        double validSquaredError,

        @Column("Wall time since training began, s") double seconds) {

    public static final Table<CsdpEpochRow> TABLE = Table.of(
            CsdpEpochRow.class,
            "csdp_epochs",
            "One row an epoch of a CSDP network's training, and one before it",
            Partitions.RUN);
}
