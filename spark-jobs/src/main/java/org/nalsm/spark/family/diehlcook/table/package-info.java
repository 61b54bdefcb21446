/** Rows of the tables that only Diehl and Cook's network has. May use {@code table} and {@code parquet}. */
package org.nalsm.spark.family.diehlcook.table;
