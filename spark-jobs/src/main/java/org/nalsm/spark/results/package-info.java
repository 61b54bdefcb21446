/**
 * Results on disk as a command line or a Java program names them: the runs and sweeps, what may be asked of one before it is
 * worked with, and a trained run as a model that classifies.
 *
 * <p>May use everything below {@code sweep}.
 */
package org.nalsm.spark.results;
