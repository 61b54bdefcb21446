/**
 * The HTML report of a run or a sweep, and its figures.
 *
 * <p>{@link org.nalsm.spark.report.RunReport} and {@link org.nalsm.spark.report.SweepReport} turn what the
 * tables say into a {@link org.nalsm.spark.report.Report}: one self-contained page and its figures. Each
 * {@code ...Figure} class draws one figure with XChart; the page knows nothing of charts.
 *
 * <p>May use tables, jobs (branching factor), sweeps, configurations and the engine; needs no Spark session. The caller
 * sees to it that AWT runs headless.
 */
package org.nalsm.spark.report;
