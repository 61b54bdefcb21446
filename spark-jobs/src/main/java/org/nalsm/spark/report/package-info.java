/**
 * The HTML report of a run or a sweep.
 *
 * <p>{@link org.nalsm.spark.report.RunReport} and {@link org.nalsm.spark.report.SweepReport} turn what the tables say
 * into a {@link org.nalsm.spark.report.Report}: one self-contained page and its figures. What is drawn of a run is its
 * model family's; the figures of a sweep's parameters are here. The page knows nothing of charts.
 *
 * <p>May use tables, runs, sweeps, model families by their interface, and the drawing of package {@code figure}; needs
 * no Spark session. The caller sees to it that AWT runs headless.
 */
package org.nalsm.spark.report;
