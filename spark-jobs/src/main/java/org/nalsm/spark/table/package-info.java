/**
 * The results on disk: where each file lies ({@link org.nalsm.spark.table.ResultsStore}), the rows of the tables that all
 * model families share, catalogs of runs and sweeps, manifests and leases. A family's own tables lie with the family.
 *
 * <p>May use {@code parquet}, Hadoop and Jackson; knows neither jobs nor configuration.
 */
package org.nalsm.spark.table;
