package org.nalsm.spark.family.diehlcook.table;

import org.nalsm.spark.parquet.Column;
import org.nalsm.spark.parquet.Table;
import org.nalsm.spark.table.Partitions;

/** A row of {@code diehl_cook_training}; a file a thousand samples. */
public record TrainingStepRow(
        @Column("Samples that the network has been trained with; 0 in the row before the first")
        int presented,

        @Column("Index of the sample in the dataset's own order, from 0; -1 in the row before the first")
        int sampleId,

        @Column("Class of the sample, from 0; -1 in the row before the first")
        int label,

        @Column("How often the sample was shown until it caused enough spikes")
        int presentations,

        @Column("Steps since the network was built, rests too")
        long steps,

        @Column("Spikes of all excitatory neurons since the network was built, rests too")
        long spikes,

        @Column("Mean of all weights, dimensionless") double weightMean,

        @Column("Standard deviation of all weights, dimensionless")
        double weightDeviation,

        @Column("Mean of the adaptive thresholds, mV") double thetaMeanMv,

        @Column("Standard deviation of the adaptive thresholds, mV")
        double thetaDeviationMv) {

    public static final Table<TrainingStepRow> TABLE = Table.of(
            TrainingStepRow.class,
            "diehl_cook_training",
            "One row a sample of training, after it, and one before the first",
            Partitions.RUN);
}
