package org.nalsm.spark.family.lsnn;

import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.stream.IntStream;
import org.nalsm.engine.lsnn.learning.Evaluation;
import org.nalsm.engine.lsnn.learning.SynapseMatrix;
import org.nalsm.spark.family.lsnn.table.LsnnTrainingRow;
import org.nalsm.spark.table.TrainingRow;

/** What was measured in every iteration so far, as an array of numbers that a checkpoint can hold. */
final class TrainingCurve {
    private static final double HZ = 1000;
    private static final int LOSS = 0;
    private static final int REGULARISATION = 1;
    private static final int ACCURACY = 2;
    private static final int VALID_LOSS = 3;
    private static final int VALID_ACCURACY = 4;
    private static final int LEARNING_RATE = 5;
    private static final int RATE_MEAN = 6;
    private static final int RATE_MIN = 7;
    private static final int RATE_MAX = 8;
    private static final int RATE_DEVIATION = 9;
    private static final int CONNECTED = 10;
    private static final int MATRICES = 3;
    private static final int SECONDS = CONNECTED + MATRICES;
    /** Numbers of an iteration. */
    static final int COLUMNS = SECONDS + 1;

    private double[] values;
    private int size;

    TrainingCurve() {
        this(new double[0]);
    }

    /** Goes on with what {@link #values} gave. */
    TrainingCurve(double[] values) {
        this.values = values.clone();
        this.size = values.length / COLUMNS;
    }

    int size() {
        return size;
    }

    double[] values() {
        return Arrays.copyOf(values, size * COLUMNS);
    }

    /** Adds an iteration that was not validated. */
    void add(Evaluation evaluation, List<SynapseMatrix> matrices, double learningRate, double seconds) {
        if ((size + 1) * COLUMNS > values.length) {
            values = Arrays.copyOf(values, Math.max(2 * values.length, 64 * COLUMNS));
        }
        int at = size++ * COLUMNS;
        values[at + LOSS] = evaluation.loss();
        values[at + REGULARISATION] = evaluation.regularisation();
        values[at + ACCURACY] = evaluation.accuracy();
        values[at + VALID_LOSS] = Double.NaN;
        values[at + VALID_ACCURACY] = Double.NaN;
        values[at + LEARNING_RATE] = learningRate;
        DoubleSummaryStatistics rates = Arrays.stream(evaluation.rates()).summaryStatistics();
        double squares = Arrays.stream(evaluation.rates())
                .map(rate -> (rate - rates.getAverage()) * (rate - rates.getAverage()))
                .sum();
        values[at + RATE_MEAN] = HZ * rates.getAverage();
        values[at + RATE_MIN] = HZ * rates.getMin();
        values[at + RATE_MAX] = HZ * rates.getMax();
        values[at + RATE_DEVIATION] = HZ * Math.sqrt(squares / rates.getCount());
        for (int m = 0; m < MATRICES; m++) {
            values[at + CONNECTED + m] = matrices.get(m).connected();
        }
        values[at + SECONDS] = seconds;
    }

    /** Adds the validation of the last iteration. */
    void addValidation(double loss, double accuracy) {
        values[(size - 1) * COLUMNS + VALID_LOSS] = loss;
        values[(size - 1) * COLUMNS + VALID_ACCURACY] = accuracy;
    }

    /** Mean error of the last validations; 1 if there were not as many. */
    double meanValidationError(int last) {
        double[] errors = IntStream.iterate(size - 1, k -> k >= 0, k -> k - 1)
                .mapToDouble(k -> 1 - values[k * COLUMNS + VALID_ACCURACY])
                .filter(error -> !Double.isNaN(error))
                .limit(last)
                .toArray();
        return errors.length < last ? 1 : Arrays.stream(errors).average().orElse(1);
    }

    /** Seconds of the last iteration; 0 before the first. */
    double seconds() {
        return size == 0 ? 0 : values[(size - 1) * COLUMNS + SECONDS];
    }

    /** Every iteration. */
    List<LsnnTrainingRow> rows() {
        return IntStream.range(0, size)
                .mapToObj(k -> {
                    int at = k * COLUMNS;
                    return new LsnnTrainingRow(
                            k + 1,
                            values[at + LOSS],
                            values[at + REGULARISATION],
                            values[at + ACCURACY],
                            values[at + VALID_LOSS],
                            values[at + VALID_ACCURACY],
                            values[at + LEARNING_RATE],
                            values[at + RATE_MEAN],
                            values[at + RATE_MIN],
                            values[at + RATE_MAX],
                            values[at + RATE_DEVIATION],
                            (int) values[at + CONNECTED],
                            (int) values[at + CONNECTED + 1],
                            (int) values[at + CONNECTED + 2]);
                })
                .toList();
    }

    /** The iterations that were validated. */
    List<TrainingRow> validated() {
        return IntStream.range(0, size)
                .filter(k -> !Double.isNaN(values[k * COLUMNS + VALID_ACCURACY]))
                .mapToObj(k -> {
                    int at = k * COLUMNS;
                    return new TrainingRow(
                            k + 1,
                            Double.NaN,
                            values[at + LOSS] + values[at + REGULARISATION],
                            values[at + ACCURACY],
                            values[at + VALID_ACCURACY],
                            Double.NaN,
                            values[at + SECONDS]);
                })
                .toList();
    }
}
