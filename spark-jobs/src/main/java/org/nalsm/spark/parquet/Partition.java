package org.nalsm.spark.parquet;

/**
 * A partition column: text that is part of the directory's name ({@code run_id=r-4f2a}) and not stored in the files.
 *
 * @param column its name
 * @param description what it holds
 */
public record Partition(String column, String description) {}
