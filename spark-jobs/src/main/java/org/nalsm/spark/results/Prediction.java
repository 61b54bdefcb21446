package org.nalsm.spark.results;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.nalsm.spark.run.Classifier;
import org.nalsm.spark.sample.UserSamples;
import org.nalsm.spark.table.PredictionRow;

/**
 * What a trained run says of one sample.
 *
 * @param file where the sample came from, as it was named; empty for an image from memory
 * @param position which sample of the file, from 0
 * @param label its class, where it is known
 * @param predicted the class with the largest score, from 0
 * @param scores of each class, as the table {@code predictions} has them
 * @param probabilities of each class, sum 1, as {@link Classifier#probabilities} says; not calibrated
 */
public record Prediction(
        String file, int position, OptionalInt label, int predicted, List<Float> scores, List<Double> probabilities) {

    /** The predictions of some samples, in their order. */
    public static List<Prediction> of(UserSamples samples, Classifier classifier, Classifier.Result result) {
        List<Prediction> predictions = new ArrayList<>();
        for (PredictionRow row : result.predictions()) {
            UserSamples.Origin origin = samples.origins().get(row.sampleId());
            predictions.add(new Prediction(
                    origin.file(),
                    origin.position(),
                    row.label() == UserSamples.UNLABELLED ? OptionalInt.empty() : OptionalInt.of(row.label()),
                    row.predicted(),
                    floats(row.scores()),
                    doubles(classifier.probabilities(row.scores()))));
        }
        return predictions;
    }

    /** Probability of the class that is predicted. */
    public double probability() {
        return probabilities.get(predicted);
    }

    private static List<Float> floats(float[] values) {
        List<Float> list = new ArrayList<>();
        for (float value : values) {
            list.add(value);
        }
        return List.copyOf(list);
    }

    private static List<Double> doubles(double[] values) {
        List<Double> list = new ArrayList<>();
        for (double value : values) {
            list.add(value);
        }
        return List.copyOf(list);
    }
}
