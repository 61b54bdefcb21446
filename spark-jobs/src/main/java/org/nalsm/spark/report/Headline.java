package org.nalsm.spark.report;

/**
 * A number that a reader looks for first.
 *
 * @param value formatted
 * @param name what it is
 */
public record Headline(String value, String name) {}
