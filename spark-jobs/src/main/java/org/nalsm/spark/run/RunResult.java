package org.nalsm.spark.run;

import org.nalsm.spark.table.RunRow;

/**
 * What {@code train} leaves.
 *
 * @param run the run's row
 * @param alreadyComplete whether the run had been complete before, so that nothing was done
 * @param samples number of samples of all splits
 * @param resultsAt URI of the results
 */
public record RunResult(RunRow run, boolean alreadyComplete, int samples, String resultsAt) {}
