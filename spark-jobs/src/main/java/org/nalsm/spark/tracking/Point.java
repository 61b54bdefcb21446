package org.nalsm.spark.tracking;

/**
 * A value of a metric.
 *
 * @param step of the work behind it, such as iterations
 * @param timeMs when it was heard of, ms since 1970
 */
record Point(String key, double value, long step, long timeMs) {}
