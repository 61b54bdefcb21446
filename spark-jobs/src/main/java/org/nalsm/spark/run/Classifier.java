package org.nalsm.spark.run;

import java.util.List;
import java.util.function.Supplier;
import org.apache.spark.api.java.JavaSparkContext;
import org.nalsm.engine.training.SoftmaxCrossEntropy;
import org.nalsm.spark.sample.UserSamples;
import org.nalsm.spark.table.PredictionRow;

/** Names the classes of a user's own samples by what a run has learned. */
public interface Classifier {
    /**
     * The outcome; the predictions are in table {@code predictions} as well.
     *
     * @param split names the samples there
     * @param computed for how many samples something was computed now; for the others all was found on disk
     * @param predictions one a sample, in their order
     * @param directory of the predictions' file
     */
    record Result(String split, long computed, List<PredictionRow> predictions, String directory) {
        /** How many samples have a label. */
        public long labelled() {
            return withLabel().size();
        }

        /** Part of the samples with a label that got it, 0 to 1; not a number if none has one. */
        public double accuracy() {
            return PredictionRow.accuracy(withLabel());
        }

        private List<PredictionRow> withLabel() {
            return predictions.stream()
                    .filter(row -> row.label() != UserSamples.UNLABELLED)
                    .toList();
        }
    }

    /**
     * Classifies.
     *
     * @param spark opens a context, where one is needed; the caller's to close
     * @throws org.nalsm.engine.UserException BAD_DATA if results on disk are damaged
     */
    Result classify(UserSamples samples, Supplier<JavaSparkContext> spark, Progress progress);

    /**
     * The scores of a sample as probabilities of the classes: their softmax, unless the model has other scores.
     *
     * @param scores of each class
     * @return of each class, 0 to 1, sum 1
     */
    default double[] probabilities(float[] scores) {
        return SoftmaxCrossEntropy.softmax(scores, 0, scores.length);
    }
}
