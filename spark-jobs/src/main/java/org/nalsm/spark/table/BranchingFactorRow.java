package org.nalsm.spark.table;

/**
 * A row of {@code branching_factor}.
 *
 * @param sampleId index of the sample in the dataset's own order, from 0
 * @param label class, from 0
 * @param branchingFactor spikes that follow a spike, per spike before it
 */
public record BranchingFactorRow(int sampleId, int label, double branchingFactor) implements TableRow {
    @Override
    public Object[] values() {
        return new Object[] {sampleId, label, branchingFactor};
    }
}
