package org.nalsm.spark.family.diehlcook.table;

import org.nalsm.spark.parquet.Column;
import org.nalsm.spark.parquet.Table;
import org.nalsm.spark.table.Partitions;

/** A row of {@code diehl_cook_labels}: the assignment of neurons to classes. */
public record NeuronLabelRow(
        @Column("Excitatory neuron, from 0") int neuron,

        @Column("Class that it stands for, from 0; -1 for none: it has no vote")
        int label,

        @Column("Mean spikes in an observed sample of each class, by class; 0 for a class without samples")
        double[] responses) {

    public static final Table<NeuronLabelRow> TABLE =
            Table.of(NeuronLabelRow.class, "diehl_cook_labels", "One row an excitatory neuron", Partitions.RUN);
}
