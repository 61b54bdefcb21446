package org.nalsm.spark.table;

/**
 * A row of {@code dynamics}: one millisecond of a recorded sample.
 *
 * @param sampleId index of the sample in the dataset's own order, from 0
 * @param tMs time, ms
 * @param liquidSpikes liquid neurons that spiked
 * @param inputSpikes input neurons that spiked
 * @param astrocyte astrocyte state at the end of the step; 0 for models without one
 */
public record DynamicsRow(int sampleId, int tMs, int liquidSpikes, int inputSpikes, double astrocyte)
        implements TableRow {
    @Override
    public Object[] values() {
        return new Object[] {sampleId, tMs, liquidSpikes, inputSpikes, astrocyte};
    }
}
