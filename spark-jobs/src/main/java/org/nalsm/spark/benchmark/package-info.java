/**
 * Measures this machine: simulation by every backend, liquid initialisation, how the cost of a sample grows with the
 * liquid, and readout training. Without Spark: what Spark adds is seen by running {@code train}. It may use the
 * engine and the packages config, job, readout and table, and draws with report; only the command line uses it.
 */
package org.nalsm.spark.benchmark;
