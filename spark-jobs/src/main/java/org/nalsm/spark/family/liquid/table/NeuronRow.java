package org.nalsm.spark.family.liquid.table;

import java.util.OptionalInt;
import org.nalsm.spark.parquet.Column;
import org.nalsm.spark.parquet.Table;

/** A row of the table of neurons; made by {@link #liquid} or {@link #input}. */
public record NeuronRow(
        @Column("Number, from 0; input channel c is N + c, N the liquid's size")
        int neuron,

        @Column("excitatory, inhibitory or input") String kind,
        @Column("Grid cell along x; null for inputs") OptionalInt x,
        @Column("Grid cell along y; null for inputs") OptionalInt y,
        @Column("Grid cell along z; null for inputs") OptionalInt z) {

    public static final Table<NeuronRow> TABLE =
            Table.of(NeuronRow.class, "neurons", "One row a neuron", NetworkColumns.NETWORK);

    /** A liquid neuron on its grid cell. */
    public static NeuronRow liquid(int neuron, boolean excitatory, int x, int y, int z) {
        return new NeuronRow(
                neuron,
                excitatory ? "excitatory" : "inhibitory",
                OptionalInt.of(x),
                OptionalInt.of(y),
                OptionalInt.of(z));
    }

    /** An input neuron, which has no place in the grid; {@code neuron} is N + channel. */
    public static NeuronRow input(int neuron) {
        return new NeuronRow(neuron, "input", OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty());
    }
}
