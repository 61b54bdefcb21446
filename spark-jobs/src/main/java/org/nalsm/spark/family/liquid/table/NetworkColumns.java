package org.nalsm.spark.family.liquid.table;

import org.nalsm.spark.parquet.Partition;

/** Descriptions that several tables of a network share. */
final class NetworkColumns {
    static final Partition NETWORK =
            new Partition("network_id", "Network the row belongs to, n- and hexadecimal digits");
    static final String PRE =
            "Presynaptic neuron, from 0; input channel c is neuron number N + c, N the size of the liquid";
    static final String POST = "Postsynaptic liquid neuron, from 0";

    private NetworkColumns() {}
}
