package org.nalsm.spark.table;

/** Takes the spike counts of a split, sample by sample. */
@FunctionalInterface
public interface SampleConsumer {
    /**
     * Takes one sample; they come in their order.
     *
     * @param row position of the sample in the list of samples that was asked for, from 0
     * @param sample the row; its counts are valid only during the call
     */
    void accept(int row, SpikeCounts sample);
}
