/** {@code nalsm benchmark}: how fast this machine simulates liquids and trains their readout. */
package org.nalsm.spark.cli.benchmark;
