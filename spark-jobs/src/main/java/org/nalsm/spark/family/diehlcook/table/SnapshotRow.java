package org.nalsm.spark.family.diehlcook.table;

import org.nalsm.spark.parquet.Column;
import org.nalsm.spark.parquet.Table;
import org.nalsm.spark.table.Partitions;

/** A row of {@code diehl_cook_snapshots}; a file a snapshot. Delays are those of the trained network. */
public record SnapshotRow(
        @Column("Samples that the network had been trained with")
        int presented,

        @Column("Excitatory neuron, from 0") int neuron,
        @Column("Adaptive threshold, mV") double thetaMv,

        @Column("Weight of the synapse from each input neuron, by pixel, dimensionless")
        float[] weights) {

    public static final Table<SnapshotRow> TABLE = Table.of(
            SnapshotRow.class, "diehl_cook_snapshots", "One row a neuron of a snapshot of training", Partitions.RUN);
}
