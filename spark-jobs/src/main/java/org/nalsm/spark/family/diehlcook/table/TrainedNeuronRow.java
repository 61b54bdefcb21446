package org.nalsm.spark.family.diehlcook.table;

import org.nalsm.spark.parquet.Column;
import org.nalsm.spark.parquet.Table;
import org.nalsm.spark.table.Partitions;

/** A row of {@code diehl_cook_neurons}. */
public record TrainedNeuronRow(
        @Column("Excitatory neuron, from 0") int neuron,

        @Column("Adaptive threshold, mV; the neuron spikes at 72 mV below it")
        double thetaMv,

        @Column("Weight of the synapse from each input neuron, by pixel, dimensionless (conductance over leak)")
        float[] weights,

        @Column("Delay of the synapse from each input neuron, by pixel, steps of diehl-cook.time-step-ms")
        short[] delays) {

    public static final Table<TrainedNeuronRow> TABLE = Table.of(
            TrainedNeuronRow.class,
            "diehl_cook_neurons",
            "One row an excitatory neuron of the trained network",
            Partitions.RUN);
}
