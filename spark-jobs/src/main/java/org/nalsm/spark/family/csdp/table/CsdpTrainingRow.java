package org.nalsm.spark.family.csdp.table;

import org.nalsm.spark.parquet.Column;
import org.nalsm.spark.parquet.Table;
import org.nalsm.spark.table.Partitions;

/** A row of {@code csdp_training}. */
public record CsdpTrainingRow(
        @Column("Minibatch, from 1 over all epochs") int minibatch,
        @Column("Epoch, from 1") int epoch,

        @Column("Share of the real samples that the classifier got right while it learned from them, from 0 to 1")
        double accuracy,

        @Column("Mean entropy of the softmax of the classifier's spike counts, nats")
        double entropy,

        @Column("Spikes of the input a sample and step") double inputSpikes,

        @Column("Spikes of the first hidden layer a sample and step")
        double hidden1Spikes,

        @Column("Spikes of the second hidden layer a sample and step")
        double hidden2Spikes,

        @Column("Spikes of the classifier a sample and step")
        double classifierSpikes,

        @Column("Spikes of the reconstruction a sample and step")
        double reconstructionSpikes,

        @Column("Goodness of the first hidden layer, mean over steps and real samples")
        double positiveGoodness1,

        @Column("Goodness of the first hidden layer, mean over steps and negative samples")
        double negativeGoodness1,

        @Column("Goodness of the second hidden layer, mean over steps and real samples")
        double positiveGoodness2,

        @Column("Goodness of the second hidden layer, mean over steps and negative samples")
        double negativeGoodness2,

        @Column("Time that the minibatch took, without validation, s")
        double seconds) {

    public static final Table<CsdpTrainingRow> TABLE = Table.of(
            CsdpTrainingRow.class, "csdp_training", "One row a minibatch of a CSDP network's training", Partitions.RUN);
}
