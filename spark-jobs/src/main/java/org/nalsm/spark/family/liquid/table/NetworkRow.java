package org.nalsm.spark.family.liquid.table;

import org.nalsm.spark.parquet.Column;
import org.nalsm.spark.parquet.Table;

/** A row of the table of networks; a file a row. */
public record NetworkRow(
        @Column("Network: n- and a hash of its parameters") String networkId,
        @Column("Neurons along x, y and z of the grid") int[] dimensions,

        @Column(value = "Number of excitatory liquid neurons", name = "n_excitatory")
        int excitatory,

        @Column(value = "Number of inhibitory liquid neurons", name = "n_inhibitory")
        int inhibitory,

        @Column(value = "Number of input channels", name = "n_inputs")
        int inputs,

        Synapses synapses,
        Densities densities,
        @Column("network.seed") long seed) {

    public static final Table<NetworkRow> TABLE = Table.of(NetworkRow.class, "networks", "One row a network");

    /** Number of synapses of each class, presynaptic kind first. */
    public record Synapses(
            @Column(value = "Number of excitatory to excitatory synapses", name = "synapses_ee")
            long ee,

            @Column(value = "Number of excitatory to inhibitory synapses", name = "synapses_ei")
            long ei,

            @Column(value = "Number of inhibitory to excitatory synapses", name = "synapses_ie")
            long ie,

            @Column(value = "Number of inhibitory to inhibitory synapses", name = "synapses_ii")
            long ii,

            @Column(value = "Number of input to liquid synapses", name = "synapses_input")
            long input) {}

    /** Connected share of the possible pairs of each class, 0 to 1. */
    public record Densities(
            @Column(value = "Connected share of excitatory to excitatory pairs, 0 to 1", name = "density_ee")
            double ee,

            @Column(value = "Connected share of excitatory to inhibitory pairs, 0 to 1", name = "density_ei")
            double ei,

            @Column(value = "Connected share of inhibitory to excitatory pairs, 0 to 1", name = "density_ie")
            double ie,

            @Column(value = "Connected share of inhibitory to inhibitory pairs, 0 to 1", name = "density_ii")
            double ii,

            @Column(value = "Connected share of input to liquid pairs, 0 to 1", name = "density_input")
            double input) {}
}
