/** The keys of Diehl and Cook's network. May use {@code config}. */
package org.nalsm.spark.family.diehlcook.config;
