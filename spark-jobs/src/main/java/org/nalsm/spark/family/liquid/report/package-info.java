/**
 * What the report of a liquid's run shows: its weights, spikes, firing rates, astrocyte and branching factors.
 *
 * <p>{@link org.nalsm.spark.family.liquid.report.LiquidReport} is all that others see. Each {@code ...Figure} class
 * draws one figure from what its run's tables hold. May use the liquid's tables and jobs, runs, and the drawing of
 * package {@code figure}; knows no page.
 */
package org.nalsm.spark.family.liquid.report;
