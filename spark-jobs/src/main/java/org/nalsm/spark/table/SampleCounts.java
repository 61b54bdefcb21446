package org.nalsm.spark.table;

/**
 * A row of {@code spike_counts}.
 *
 * @param sampleId index of the sample in the dataset's own order, from 0
 * @param label class, from 0
 * @param counts spikes of each of the N liquid neurons; owned by the caller, and where a reader hands the
 *        row out valid only until the next row
 * @param inputSpikes spikes of all input neurons
 * @param liquidSpikes spikes of all liquid neurons
 * @param block block of the split that the sample was simulated in, from 0
 */
public record SampleCounts(int sampleId, int label, int[] counts, int inputSpikes, int liquidSpikes, int block)
        implements TableRow {
    @Override
    public Object[] values() {
        return new Object[] {sampleId, label, counts, inputSpikes, liquidSpikes, block};
    }
}
