package org.nalsm.spark.table;

/**
 * A row of {@code liquid_weights}.
 *
 * @param pre presynaptic neuron; input channel c is N + c
 * @param post postsynaptic liquid neuron
 * @param weight weight of the initialised liquid
 */
public record WeightRow(int pre, int post, float weight) implements TableRow {
    @Override
    public Object[] values() {
        return new Object[] {pre, post, weight};
    }
}
