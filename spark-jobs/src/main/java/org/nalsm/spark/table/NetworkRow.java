package org.nalsm.spark.table;

/**
 * A row of {@code networks}.
 *
 * @param networkId n- and a hash of the parameters
 * @param dimensions neurons along x, y and z
 * @param excitatory number of excitatory liquid neurons
 * @param inhibitory number of inhibitory liquid neurons
 * @param inputs number of input channels
 * @param synapses number of synapses of each class, see {@link PerClass}
 * @param densities connected share of the possible pairs of each class, 0 to 1
 * @param seed network.seed
 */
public record NetworkRow(
        String networkId,
        int[] dimensions,
        int excitatory,
        int inhibitory,
        int inputs,
        PerClass<Long> synapses,
        PerClass<Double> densities,
        long seed)
        implements TableRow {

    /** A figure for each class of synapses, presynaptic kind first. */
    public record PerClass<T extends Number>(T ee, T ei, T ie, T ii, T input) {}

    @Override
    public Object[] values() {
        return new Object[] {
            networkId,
            dimensions,
            excitatory,
            inhibitory,
            inputs,
            synapses.ee(),
            synapses.ei(),
            synapses.ie(),
            synapses.ii(),
            synapses.input(),
            densities.ee(),
            densities.ei(),
            densities.ie(),
            densities.ii(),
            densities.input(),
            seed
        };
    }
}
