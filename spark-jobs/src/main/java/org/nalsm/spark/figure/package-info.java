/**
 * What figures are drawn with, and the figures that every model family can show.
 *
 * <p>{@link org.nalsm.spark.figure.ChartStyle}, {@link org.nalsm.spark.figure.Palette} and
 * {@link org.nalsm.spark.figure.Numbers} are the one look of charts, colours and numbers;
 * {@link org.nalsm.spark.figure.Drawing} makes a {@link org.nalsm.spark.figure.Figure} of XChart's charts. An
 * {@link org.nalsm.spark.figure.Exhibit} is a figure with its text, and a
 * {@link org.nalsm.spark.figure.ReportSection} is what a family gives for the report of a run.
 *
 * <p>May use rows of tables and the engine's analysis; knows no family, no run and no report. The caller sees to it
 * that AWT runs headless.
 */
package org.nalsm.spark.figure;
