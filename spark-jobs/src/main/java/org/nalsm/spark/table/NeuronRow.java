package org.nalsm.spark.table;

/**
 * A row of {@code neurons}; made by {@link #liquid} or {@link #input}.
 *
 * @param neuron neuron number; input channel c is N + c
 * @param kind excitatory, inhibitory or input
 * @param x grid cell along x, null for inputs
 * @param y grid cell along y, null for inputs
 * @param z grid cell along z, null for inputs
 */
public record NeuronRow(int neuron, String kind, Integer x, Integer y, Integer z) implements TableRow {
    /** A liquid neuron on its grid cell. */
    public static NeuronRow liquid(int neuron, boolean excitatory, int x, int y, int z) {
        return new NeuronRow(neuron, excitatory ? "excitatory" : "inhibitory", x, y, z);
    }

    /** An input neuron, which has no place in the grid; {@code neuron} is N + channel. */
    public static NeuronRow input(int neuron) {
        return new NeuronRow(neuron, "input", null, null, null);
    }

    @Override
    public Object[] values() {
        return new Object[] {neuron, kind, x, y, z};
    }
}
