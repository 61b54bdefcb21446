package org.nalsm.spark.family.lsnn.table;

import org.nalsm.spark.parquet.Column;
import org.nalsm.spark.parquet.Table;
import org.nalsm.spark.table.Partitions;

/** A row of {@code lsnn_training}; NaN means not validated. */
public record LsnnTrainingRow(
        @Column("Iteration, from 1") int iteration,
        @Column("Mean cross-entropy of the batch, nats") double loss,

        @Column("What the rate regulariser adds to the loss, nats")
        double rateRegularisation,

        @Column("Accuracy on the batch, share from 0 to 1") double accuracy,

        @Column(value = "Mean cross-entropy of the validation, nats; null where there was none", nullable = true)
        double validLoss,

        @Column(value = "Accuracy of the validation, share from 0 to 1; null where there was none", nullable = true)
        double validAccuracy,

        @Column("Learning rate of the iteration") double learningRate,

        @Column("Mean rate of all neurons over the batch, Hz")
        double rateMeanHz,

        @Column("Lowest mean rate of a neuron over the batch, Hz")
        double rateMinHz,

        @Column("Highest mean rate of a neuron over the batch, Hz")
        double rateMaxHz,

        @Column("Standard deviation of the neurons' mean rates, Hz")
        double rateDeviationHz,

        @Column("Connections from inputs to neurons after the iteration")
        int connectedIn,

        @Column("Connections among neurons after the iteration")
        int connectedRec,

        @Column("Connections from neurons to outputs after the iteration")
        int connectedOut) {

    public static final Table<LsnnTrainingRow> TABLE = Table.of(
            LsnnTrainingRow.class, "lsnn_training", "One row an iteration of an LSNN's training", Partitions.RUN);
}
