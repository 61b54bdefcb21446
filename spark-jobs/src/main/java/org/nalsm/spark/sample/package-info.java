/**
 * The samples that a task reads: raw images or recordings with their labels, of a dataset or of a user's own files. How
 * they become input spikes is each model family's business.
 *
 * <p>May use {@code dataset}, {@code config} and the engine's {@code dataset}.
 */
package org.nalsm.spark.sample;
