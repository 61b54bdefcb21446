package org.nalsm.spark.family.diehlcook;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.nalsm.engine.analysis.ConfusionMatrix;
import org.nalsm.engine.diehlcook.NeuronLabels;
import org.nalsm.spark.family.diehlcook.table.ConfusionRow;
import org.nalsm.spark.family.diehlcook.table.ResponseRow;
import org.nalsm.spark.table.PredictionRow;

/** Classes of samples by the labels of the neurons that respond. */
final class Votes {
    private static final int CLASSES = ConfusionMatrix.CLASSES;

    private Votes() {}

    /** The class of a sample: that whose neurons spike most on average, the lowest of equals. */
    static PredictionRow predict(ResponseRow response, int[] labels) {
        double[] scores = NeuronLabels.scores(response.counts(), labels, CLASSES);
        float[] narrow = new float[CLASSES];
        for (int c = 0; c < CLASSES; c++) {
            narrow[c] = (float) scores[c];
        }
        return new PredictionRow(response.sampleId(), response.label(), NeuronLabels.winner(scores), narrow);
    }

    /** The scores as shares of their sum; equal ones if no neuron with a label spiked. A class without neurons has share 0. */
    static double[] shares(float[] scores) {
        double[] shares = new double[scores.length];
        double sum = 0;
        for (int c = 0; c < scores.length; c++) {
            shares[c] = Math.max(0, scores[c]);
            sum += shares[c];
        }
        for (int c = 0; c < scores.length; c++) {
            shares[c] = sum == 0 ? 1.0 / scores.length : shares[c] / sum;
        }
        return shares;
    }

    static ConfusionMatrix confusion(List<PredictionRow> predictions) {
        return ConfusionMatrix.of(
                predictions.stream().mapToInt(PredictionRow::label).toArray(),
                predictions.stream().mapToInt(PredictionRow::predicted).toArray());
    }

    /** The rows of a confusion matrix; those of a class without samples have share 0. */
    static Stream<ConfusionRow> rows(ConfusionMatrix matrix) {
        List<ConfusionRow> rows = new ArrayList<>();
        for (int label = 0; label < CLASSES; label++) {
            int row = label;
            long samples = IntStream.range(0, CLASSES)
                    .mapToLong(predicted -> matrix.count(row, predicted))
                    .sum();
            for (int predicted = 0; predicted < CLASSES; predicted++) {
                long count = matrix.count(label, predicted);
                rows.add(new ConfusionRow(label, predicted, count, samples == 0 ? 0 : (double) count / samples));
            }
        }
        return rows.stream();
    }
}
