/**
 * Measures this machine: simulation by every backend, liquid initialisation, how the cost of a sample grows with the
 * liquid, and readout training. Without Spark: what Spark adds is seen by running {@code train}. A {@code Variant} is
 * measured in a Java virtual machine of its own ({@code OwnJvm}), as what ran before in the same one changes how loops are
 * compiled; {@code Rounds} measures variants in turns and compares their spikes. It may use the engine and the packages
 * config, family, readout, run, sample and table, and draws with figure; only the command line uses it.
 */
package org.nalsm.spark.benchmark;
