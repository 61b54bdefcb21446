/**
 * Where datasets come from: the catalogue ({@code datasets.conf}), their files on disk with checksums, and
 * the sources that are tried for what is missing; event recordings with their samples table, and the maker of
 * {@code n-mnist-sim}. Uses Typesafe Config for its own catalogue only, {@link org.nalsm.engine.dataset} to read
 * what it fetched, {@link org.nalsm.spark.table} for the samples table; knows nothing of jobs.
 */
package org.nalsm.spark.dataset;
