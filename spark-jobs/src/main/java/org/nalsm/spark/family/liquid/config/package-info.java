/** The sections of the configuration that a liquid's experiment reads, as validated records. */
package org.nalsm.spark.family.liquid.config;
