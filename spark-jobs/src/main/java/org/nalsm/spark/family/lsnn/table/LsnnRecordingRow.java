package org.nalsm.spark.family.lsnn.table;

import org.nalsm.spark.parquet.Column;
import org.nalsm.spark.parquet.Table;
import org.nalsm.spark.table.Partitions;

/** A row of {@code lsnn_recordings}: the course of a recorded test sample. */
public record LsnnRecordingRow(
        @Column("Test sample, as in predictions; of store-recall, number of the sequence")
        int sampleId,

        @Column("Class of the sample, from 0; -1 for store-recall")
        int label,

        @Column("Step of each input spike, ms from 1, ascending")
        int[] inputTMs,

        @Column("Input channel of each input spike") int[] inputChannel,

        @Column("Analog input of each step; empty if the input is spikes")
        float[] inputValue,

        @Column("Step of each spike, ms from 1, ascending") int[] tMs,

        @Column("Neuron of each spike, the regular ones first")
        int[] neuron,

        @Column("Thresholds of the adaptive neurons, arbitrary units: a neuron after the other, each step by step")
        float[] thresholds,

        @Column("Outputs of each step before the softmax: step by step, each by class")
        float[] outputs,

        @Column("Symbols of a store-recall sequence: 0, 1, 2 (store), 3 (recall); empty for images")
        int[] symbols,

        @Column("Value shown in each symbol, -1 where none is; empty for images")
        int[] shown,

        @Column("Value to be recalled in each symbol, -1 where none is; empty for images")
        int[] targets) {

    public static final Table<LsnnRecordingRow> TABLE = Table.of(
            LsnnRecordingRow.class, "lsnn_recordings", "One row a recorded test sample of an LSNN", Partitions.RUN);
}
