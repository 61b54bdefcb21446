package org.nalsm.spark.family.csdp.table;

import org.nalsm.spark.parquet.Column;
import org.nalsm.spark.parquet.Table;
import org.nalsm.spark.table.Partitions;

/** A row of {@code csdp_responses}: what a sample, shown without context, does to the network. */
public record CsdpResponseRow(
        @Column(Partitions.SAMPLE_ID) int sampleId,
        @Column(Partitions.LABEL) int label,

        @Column(
                value = "Negative log-likelihood of its class, nats; null where the class is not known",
                nullable = true)
        double nll,

        @Column("Binary cross-entropy of its reconstruction, summed over the pixels, nats")
        double crossEntropy,

        @Column("Squared error of its reconstruction, summed over the pixels")
        double squaredError,

        @Column("Goodness of the first hidden layer, mean over the steps")
        double goodness1,

        @Column("Goodness of the second hidden layer, mean over the steps")
        double goodness2,

        @Column("Spikes of the first hidden layer") int hidden1Spikes,
        @Column("Spikes of the second hidden layer") int hidden2Spikes,

        @Column("Spikes of each neuron of the first hidden layer; empty unless asked for")
        short[] hidden1Counts,

        @Column("Spikes of each neuron of the second hidden layer, the sample's code")
        short[] hidden2Counts) {

    public static final Table<CsdpResponseRow> TABLE = Table.of(
            CsdpResponseRow.class,
            "csdp_responses",
            "One row a sample that a CSDP network was shown",
            Partitions.RUN,
            Partitions.SPLIT);
}
