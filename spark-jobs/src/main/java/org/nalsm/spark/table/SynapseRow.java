package org.nalsm.spark.table;

/**
 * A row of {@code synapses}.
 *
 * @param pre presynaptic neuron; input channel c is N + c
 * @param post postsynaptic liquid neuron
 * @param kind EE, EI, IE, II or input
 * @param sign 1 or -1
 */
public record SynapseRow(int pre, int post, String kind, int sign) implements TableRow {
    @Override
    public Object[] values() {
        return new Object[] {pre, post, kind, sign};
    }
}
