/**
 * CSDP: two hidden layers of spiking neurons that learn, without back-propagation, to be active for real samples and quiet for
 * negative ones. {@link org.nalsm.spark.family.csdp.CsdpFamily} says what a run consists of: the training, one task, whose
 * state is stored now and then, and the test.
 *
 * <p>May use everything below {@code family}; knows no other family.
 */
package org.nalsm.spark.family.csdp;
