/**
 * The family of Diehl and Cook's network: trained without labels, sample after sample ({@code TrainingPhase}); shown samples
 * with labels, which name its neurons ({@code ObservationPhase}, {@code LabellingPhase}); tested ({@code TestPhase}).
 *
 * <p>May use {@code run} and below, and {@code engine.diehlcook}; no other family.
 */
package org.nalsm.spark.family.diehlcook;
