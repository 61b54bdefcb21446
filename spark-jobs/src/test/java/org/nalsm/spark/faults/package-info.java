/**
 * Runs on clusters of real processes, of which some are killed. {@code spark-jobs/cluster.md} says which test proves what.
 */
package org.nalsm.spark.faults;
