package org.nalsm.spark.readout.distributed;

import java.io.Serializable;
import org.apache.spark.api.java.JavaRDD;

/**
 * Sums over the samples of a split.
 *
 * @param correct how many were predicted as what they are
 */
public record SplitTotals(long samples, long correct, long liquidSpikes, long inputSpikes) implements Serializable {
    static SplitTotals of(JavaRDD<ScoredSample> samples) {
        return samples.map(SplitTotals::of).fold(new SplitTotals(0, 0, 0, 0), SplitTotals::plus);
    }

    private static SplitTotals of(ScoredSample sample) {
        return new SplitTotals(
                1, sample.predicted() == sample.label() ? 1 : 0, sample.liquidSpikes(), sample.inputSpikes());
    }

    /** The sums over both. */
    public SplitTotals plus(SplitTotals other) {
        return new SplitTotals(
                samples + other.samples,
                correct + other.correct,
                liquidSpikes + other.liquidSpikes,
                inputSpikes + other.inputSpikes);
    }

    /** Share of the samples that were predicted as what they are. */
    public double accuracy() {
        return (double) correct / samples;
    }
}
