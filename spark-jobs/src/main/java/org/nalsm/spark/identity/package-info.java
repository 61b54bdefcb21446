/**
 * How results get their names: one way to write a value, a hash of what is written, and the version of the results. Which
 * configuration keys take part is said by {@code config.ResolvedConfig.contentId}.
 */
package org.nalsm.spark.identity;
