/** {@code nalsm config}: what would run, what the keys mean, whether a configuration is right. */
package org.nalsm.spark.cli.config;
