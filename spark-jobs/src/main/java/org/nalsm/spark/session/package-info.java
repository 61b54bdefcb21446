/** How this project joins Spark: one place that makes the context. Never sets what the user has set. */
package org.nalsm.spark.session;
