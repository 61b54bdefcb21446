/**
 * Runs and sweeps as a tracking server shows them: what a driver hears of its runs is sent to MLflow, where the environment
 * names a server, by a thread of its own; no run waits for it or fails with it. Nothing here is loaded otherwise but
 * {@link org.nalsm.spark.tracking.Tracking}. May use {@code sweep} and what is below it.
 */
package org.nalsm.spark.tracking;
