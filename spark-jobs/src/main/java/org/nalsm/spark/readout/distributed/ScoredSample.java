package org.nalsm.spark.readout.distributed;

import java.io.Serializable;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.nalsm.spark.table.PredictionRow;
import org.nalsm.spark.table.SpikeCounts;

/**
 * What comes back of a sample.
 *
 * @param scores [10], the logits
 * @param liquidSpikes of all neurons, {@code inputSpikes} of all input neurons
 */
record ScoredSample(int sampleId, int label, float[] scores, int liquidSpikes, int inputSpikes)
        implements Serializable {
    /** The class with the largest score. */
    int predicted() {
        return LinearScores.largest(scores);
    }

    PredictionRow prediction() {
        return new PredictionRow(sampleId, label, predicted(), scores);
    }

    /** Applies a readout on an executor. */
    record Scoring(Broadcast<LinearScores> readout) implements Function<SpikeCounts, ScoredSample> {
        @Override
        public ScoredSample call(SpikeCounts sample) {
            return new ScoredSample(
                    sample.sampleId(),
                    sample.label(),
                    readout.value().scores(sample.counts()),
                    sample.liquidSpikes(),
                    sample.inputSpikes());
        }
    }
}
