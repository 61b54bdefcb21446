/**
 * Where datasets come from: the catalogue ({@code datasets.conf}), their files on disk with checksums, and
 * the sources that are tried for what is missing. Uses Typesafe Config for its own catalogue only, and
 * {@link org.nalsm.engine.dataset} to read what it fetched; knows nothing of Spark.
 */
package org.nalsm.spark.dataset;
