/**
 * The results on disk: the schema of every table, the one way its Parquet files are written, the readers
 * the driver needs, the manifests, the samples table of an event dataset, and exports.
 *
 * <p>{@link org.nalsm.spark.table.Tables} holds the schemas (each column with description and unit),
 * {@link org.nalsm.spark.table.ResultsStore} knows the directories. Files are written and read with
 * parquet-hadoop directly, on executors and on the driver, without a SparkSession and without boxing the
 * arrays; Spark SQL, DuckDB, pandas and Trino read them like any other Parquet files.
 *
 * <p>May use Hadoop, Parquet, Jackson, Spark's {@code types} (for the schemas) and the engine's {@code dataset}
 * (for the samples table); knows neither jobs nor configuration.
 */
package org.nalsm.spark.table;
