/**
 * LSNNs: recurrent networks of spiking neurons, some with adaptive thresholds, trained by back-propagation through time.
 * {@link org.nalsm.spark.family.lsnn.LsnnFamily} says what a run consists of: the training, one task, whose state is stored
 * now and then, and the test.
 *
 * <p>May use everything below {@code family}; knows no other family.
 */
package org.nalsm.spark.family.lsnn;
