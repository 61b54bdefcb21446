package org.nalsm.spark.family.liquid.table;

import org.nalsm.spark.parquet.Column;
import org.nalsm.spark.parquet.Table;

/** A row of {@code synapses}. */
public record SynapseRow(
        @Column(NetworkColumns.PRE) int pre,
        @Column(NetworkColumns.POST) int post,

        @Column("Class of the synapse, pre then post: EE, EI, IE, II or input")
        String kind,

        @Column("Sign of the initial weight: 1 or -1") int sign) {

    public static final Table<SynapseRow> TABLE =
            Table.of(SynapseRow.class, "synapses", "One row a synapse", NetworkColumns.NETWORK);
}
