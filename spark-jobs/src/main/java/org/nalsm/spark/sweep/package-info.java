/**
 * Many experiments from one file: which trials there are is {@code config}'s business, this package runs them
 * side by side, keeps their rows and ranks them. May use {@code job}, {@code table} and {@code config}.
 */
package org.nalsm.spark.sweep;
