package org.nalsm.spark.family.lsnn.config;

/** What an LSNN can be trained on. */
public enum TaskName {
    /** Images of the dataset, pixel by pixel. */
    SMNIST,
    /** Sequences of symbols that are made as they are needed. */
    STORE_RECALL
}
