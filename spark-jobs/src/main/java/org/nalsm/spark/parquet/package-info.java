/**
 * Parquet files: the one way they are written and read. A {@link org.nalsm.spark.parquet.Table} is made of a record whose
 * components are its columns; {@link org.nalsm.spark.parquet.TableWriter} and
 * {@link org.nalsm.spark.parquet.TableReader} use parquet-hadoop directly, on executors and on the driver, without a
 * SparkSession and without boxing arrays. A file appears under its name whole or not at all.
 *
 * <p>May use Hadoop, Parquet and Spark's {@code types}; knows no table of this project.
 */
package org.nalsm.spark.parquet;
