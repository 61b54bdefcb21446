package org.nalsm.spark.family.liquid.table;

import java.util.OptionalInt;
import org.nalsm.spark.parquet.Column;
import org.nalsm.spark.parquet.Table;
import org.nalsm.spark.table.Partitions;

/** A row of {@code readout}. */
public record ReadoutRow(
        @Column(value = "Class, from 0", name = "class") int classIndex,
        @Column("Bias of the class, dimensionless") double bias,

        @Column("Weight of each liquid neuron's feature, by neuron number")
        double[] weights,

        @Column("Largest spike count of the training samples, the same in every row; with readout.features = counts a "
                + "feature is a count divided by it")
        OptionalInt trainingMaximum) {

    public static final Table<ReadoutRow> TABLE =
            Table.of(ReadoutRow.class, "readout", "One row a class of the trained readout", Partitions.RUN);
}
