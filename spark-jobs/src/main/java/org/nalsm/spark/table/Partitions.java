package org.nalsm.spark.table;

import org.nalsm.spark.parquet.Partition;

/** Partition columns and descriptions that several tables share. */
public final class Partitions {
    /** {@code run_id}. */
    public static final Partition RUN = new Partition(
            "run_id",
            "Run that produced the row, r- and hexadecimal digits; u- for a user's own samples (nalsm simulate)");

    /** {@code split}. */
    public static final Partition SPLIT = new Partition(
            "split",
            "Split of the dataset: train, valid, test or test-noise; of diehl-cook also observed, and after- with the "
                    + "samples of training that a snapshot had seen; user for a user's own samples, and in "
                    + "predictions the id u-... of their counts");

    /** {@code sweep_id}. */
    public static final Partition SWEEP =
            new Partition("sweep_id", "Sweep the trial belongs to, s- and hexadecimal digits");

    /** Of columns {@code sample_id}. */
    public static final String SAMPLE_ID = "Index of the sample in the dataset's own order, from 0";

    /** Of columns {@code label}. */
    public static final String LABEL = "Class of the sample, from 0; -1 where it is not known";

    private Partitions() {}
}
