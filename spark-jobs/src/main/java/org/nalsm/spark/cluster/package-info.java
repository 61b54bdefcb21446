/**
 * Spark itself: contexts, what its pages call our jobs, the GPUs that it assigns, the libraries that executors get. Knows no
 * run and no model; uses nothing else of this module.
 */
package org.nalsm.spark.cluster;
