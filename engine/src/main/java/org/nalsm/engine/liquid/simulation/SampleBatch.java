package org.nalsm.engine.liquid.simulation;

import java.util.function.IntPredicate;
import org.nalsm.engine.liquid.encoding.SampleInputs;

/**
 * Samples to simulate.
 *
 * @param inputs turns sample ids into input spikes; used by the simulator alone until it is done
 * @param sampleIds ids of the samples
 * @param durationMs how long each is shown, steps of 1 ms
 * @param recorded by position in {@code sampleIds}: whether every spike of the sample is recorded
 */
public record SampleBatch(SampleInputs inputs, int[] sampleIds, int durationMs, IntPredicate recorded) {}
