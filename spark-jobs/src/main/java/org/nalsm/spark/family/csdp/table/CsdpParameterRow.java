package org.nalsm.spark.family.csdp.table;

import org.nalsm.spark.parquet.Column;
import org.nalsm.spark.parquet.Table;
import org.nalsm.spark.table.Partitions;

/** A row of {@code csdp_parameters}: the synapses of a presynaptic neuron, or the thresholds of a layer. */
public record CsdpParameterRow(
        @Column("Which ones: best, of the epoch with the highest validation accuracy, or latest, of the last epoch")
        String state,

        @Column("Epochs that they were trained for") int epoch,

        @Column("Weights: w1, w2, v2, v2y, v3y, m1, m2, c2, c3 or r1; initial thresholds: threshold- and the layer")
        String name,

        @Column("Presynaptic neuron, from 0; 0 for thresholds")
        int pre,

        @Column(
                value = "Its weight to each postsynaptic neuron, or the initial threshold of each neuron",
                name = "values")
        float[] values) {

    public static final Table<CsdpParameterRow> TABLE = Table.of(
            CsdpParameterRow.class,
            "csdp_parameters",
            "One row the synapses of a presynaptic neuron, or the initial thresholds of a layer, of a CSDP network",
            Partitions.RUN);
}
