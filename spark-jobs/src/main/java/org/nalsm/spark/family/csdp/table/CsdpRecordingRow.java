package org.nalsm.spark.family.csdp.table;

import org.nalsm.spark.parquet.Column;
import org.nalsm.spark.parquet.Table;
import org.nalsm.spark.table.Partitions;

/** A row of {@code csdp_recordings}: every spike of a test sample, shown without context. */
public record CsdpRecordingRow(
        @Column(Partitions.SAMPLE_ID) int sampleId,
        @Column(Partitions.LABEL) int label,
        @Column("Class that the classifier names, from 0") int predicted,
        @Column("Pixels, row by row, 0 to 1") float[] pixels,
        @Column("Its reconstruction, likewise") float[] reconstruction,

        @Column("Step of each input spike, from 1, ascending")
        int[] inputStep,

        @Column("Pixel of each input spike") int[] inputNeuron,

        @Column("Step of each spike of the first hidden layer, from 1, ascending")
        int[] hidden1Step,

        @Column("Neuron of each spike of the first hidden layer")
        int[] hidden1Neuron,

        @Column("Step of each spike of the second hidden layer, from 1, ascending")
        int[] hidden2Step,

        @Column("Neuron of each spike of the second hidden layer")
        int[] hidden2Neuron,

        @Column("Step of each spike of the classifier, from 1, ascending")
        int[] classifierStep,

        @Column("Class of each spike of the classifier") int[] classifierNeuron) {

    public static final Table<CsdpRecordingRow> TABLE = Table.of(
            CsdpRecordingRow.class, "csdp_recordings", "One row a recorded test sample of CSDP", Partitions.RUN);
}
