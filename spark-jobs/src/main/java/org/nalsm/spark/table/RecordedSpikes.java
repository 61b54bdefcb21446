package org.nalsm.spark.table;

/**
 * A row of {@code spikes}: every liquid spike of a recorded sample, sorted by time, then neuron.
 *
 * @param sampleId index of the sample in the dataset's own order, from 0
 * @param label class, from 0
 * @param tMs time of each spike, ms
 * @param neuron liquid neuron of each spike; as long as {@code tMs}
 */
public record RecordedSpikes(int sampleId, int label, short[] tMs, int[] neuron) implements TableRow {
    @Override
    public Object[] values() {
        return new Object[] {sampleId, label, tMs, neuron};
    }
}
