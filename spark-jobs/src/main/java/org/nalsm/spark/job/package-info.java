/**
 * The jobs of an experiment: what runs on the driver, what on the executors, in which order. Everything that
 * travels to an executor is small, serialisable or broadcast. {@link org.nalsm.spark.job.TrainJob} is the
 * whole flow.
 */
package org.nalsm.spark.job;
