/**
 * The linear readout of liquids whose spike counts outgrow the driver: when that is, and its training on the executors
 * with Spark ML over the same files. Knows Spark, Spark ML and the tables; the settings, the result and the meaning of
 * weights and scaling are those of {@code readout}.
 */
package org.nalsm.spark.readout.distributed;
