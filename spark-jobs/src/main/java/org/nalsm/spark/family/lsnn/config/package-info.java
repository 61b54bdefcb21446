/** The section of the configuration that an LSNN's experiment reads, as validated records. */
package org.nalsm.spark.family.lsnn.config;
