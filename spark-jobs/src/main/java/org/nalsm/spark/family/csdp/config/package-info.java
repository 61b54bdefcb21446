/** The section of the configuration that a CSDP experiment reads, as validated records. */
package org.nalsm.spark.family.csdp.config;
