package org.nalsm.spark.readout;

/** How spike counts become features of about 0 to 1. */
public enum FeatureScaling {
    /** A count divided by the largest count over all training samples. */
    TRAINING_MAXIMUM,
    /**
     * The publication's: the counts of a sample divided by their sum, then by the largest such value of
     * the batch. Batches are taken in the order of the dataset, so features depend on a sample's
     * neighbours, for validation and test samples too. A sample without spikes has features 0.
     */
    SAMPLE_SUM_AND_BATCH_MAXIMUM
}
