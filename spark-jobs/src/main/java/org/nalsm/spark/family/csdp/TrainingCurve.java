package org.nalsm.spark.family.csdp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.nalsm.engine.csdp.Layer;
import org.nalsm.engine.csdp.Outcome;
import org.nalsm.engine.csdp.task.Minibatch;
import org.nalsm.engine.csdp.task.Scores;
import org.nalsm.spark.family.csdp.table.CsdpEpochRow;
import org.nalsm.spark.family.csdp.table.CsdpGoodnessRow;
import org.nalsm.spark.family.csdp.table.CsdpTrainingRow;
import org.nalsm.spark.run.PhaseState;
import org.nalsm.spark.table.ResultsStore;
import org.nalsm.spark.table.TrainingRow;

/** What was measured in the training so far. Its tables can be written at any time; a later writing replaces an earlier one. */
final class TrainingCurve {
    private static final int MINIBATCH_COLUMNS = 12;
    private static final int EPOCH_COLUMNS = 7;
    /** Hidden layers, times real and negative samples. */
    private static final int COURSES = 4;

    private static final String SIZES = "curve-sizes";
    private static final String MINIBATCHES = "curve-minibatches";
    private static final String EPOCHS = "curve-epochs";
    private static final String GOODNESS = "curve-goodness";
    private static final String SUMS = "curve-goodness-sums";

    private final int steps;
    private final int perEpoch;
    private final int classes;
    private final List<double[]> minibatches = new ArrayList<>();
    private final List<double[]> epochs = new ArrayList<>();
    private final List<double[]> goodness = new ArrayList<>();
    /** Courses of goodness, summed over the minibatches of the epoch so far. */
    private double[] sums;

    /**
     * @param steps that a sample is shown
     * @param perEpoch minibatches of an epoch
     */
    TrainingCurve(int steps, int perEpoch, int classes) {
        this.steps = steps;
        this.perEpoch = perEpoch;
        this.classes = classes;
        this.sums = new double[COURSES * steps];
    }

    /** Adds a minibatch. */
    void add(Minibatch minibatch, Outcome outcome, double seconds) {
        int[] labels = minibatch.labels();
        int correct = 0;
        double entropy = 0;
        for (int b = 0; b < labels.length; b++) {
            correct += Scores.predicted(outcome.classSpikes(), b * classes, classes) == labels[b] ? 1 : 0;
            entropy += Scores.entropy(outcome.classSpikes(), b * classes, classes);
        }
        double shown = (double) minibatch.presentation().keys().length * steps;
        double[] means = new double[COURSES];
        double[] course = outcome.goodnessCourse();
        for (int k = 0; k < course.length; k++) {
            sums[k] += course[k];
            means[k % COURSES] += course[k] / steps;
        }
        minibatches.add(new double[] {
            correct / (double) labels.length,
            entropy / labels.length,
            outcome.spikes()[Layer.INPUT.ordinal()] / shown,
            outcome.spikes()[Layer.HIDDEN1.ordinal()] / shown,
            outcome.spikes()[Layer.HIDDEN2.ordinal()] / shown,
            outcome.spikes()[Layer.CLASSIFIER.ordinal()] / shown,
            outcome.spikes()[Layer.RECONSTRUCTION.ordinal()] / shown,
            means[0],
            means[1],
            means[2],
            means[3],
            seconds
        });
    }

    /** Adds the validation that ends an epoch, or comes before the first. */
    void add(Validation validation, double secondsSinceStart) {
        boolean first = epochs.isEmpty();
        List<double[]> own = first ? List.of() : minibatches.subList(minibatches.size() - perEpoch, minibatches.size());
        epochs.add(new double[] {
            own.stream().mapToDouble(row -> row[0]).average().orElse(Double.NaN),
            own.stream().mapToDouble(row -> row[1]).average().orElse(Double.NaN),
            validation.accuracy(),
            validation.nll(),
            validation.crossEntropy(),
            validation.squaredError(),
            secondsSinceStart
        });
        if (!first) {
            double[] mean = sums.clone();
            for (int k = 0; k < mean.length; k++) {
                mean[k] /= perEpoch;
            }
            goodness.add(mean);
            sums = new double[COURSES * steps];
        }
    }

    /** The epoch whose parameters are the best so far, the last of equals; none before the end of the first. */
    OptionalInt bestEpoch() {
        return IntStream.range(1, epochs.size())
                .reduce((best, epoch) -> epochs.get(epoch)[2] >= epochs.get(best)[2] ? epoch : best);
    }

    /** Epochs that are over. */
    int epochs() {
        return epochs.size() - 1;
    }

    /** Seconds since training began, until the last validation or minibatch; of an earlier attempt. */
    double seconds() {
        double validated = epochs.isEmpty() ? 0 : epochs.get(epochs.size() - 1)[6];
        int since = Math.max(0, epochs()) * perEpoch;
        return validated
                + minibatches.subList(since, minibatches.size()).stream()
                        .mapToDouble(row -> row[11])
                        .sum();
    }

    /** Writes the tables. */
    void write(ResultsStore store, String runId) {
        String file = ResultsStore.SINGLE_FILE;
        store.write(
                CsdpTrainingRow.TABLE,
                file,
                IntStream.range(0, minibatches.size()).mapToObj(this::minibatch),
                runId);
        store.write(CsdpGoodnessRow.TABLE, file, goodnessRows(), runId);
        store.write(TrainingRow.TABLE, file, IntStream.range(1, epochs.size()).mapToObj(this::shared), runId);
        store.write(CsdpEpochRow.TABLE, file, IntStream.range(0, epochs.size()).mapToObj(this::epoch), runId);
    }

    private CsdpTrainingRow minibatch(int k) {
        double[] m = minibatches.get(k);
        return new CsdpTrainingRow(
                k + 1, k / perEpoch + 1, m[0], m[1], m[2], m[3], m[4], m[5], m[6], m[7], m[8], m[9], m[10], m[11]);
    }

    private CsdpEpochRow epoch(int k) {
        double[] e = epochs.get(k);
        return new CsdpEpochRow(k, e[0], e[1], e[2], e[3], e[4], e[5], e[6]);
    }

    private TrainingRow shared(int k) {
        double[] e = epochs.get(k);
        return new TrainingRow(k, Double.NaN, Double.NaN, e[0], e[2], Double.NaN, e[6]);
    }

    private Stream<CsdpGoodnessRow> goodnessRows() {
        return IntStream.range(0, goodness.size())
                .boxed()
                .flatMap(e -> IntStream.rangeClosed(1, 2)
                        .boxed()
                        .flatMap(layer -> IntStream.range(0, steps).mapToObj(step -> {
                            int at = step * COURSES + (layer - 1) * 2;
                            double[] course = goodness.get(e);
                            return new CsdpGoodnessRow(e + 1, layer, step + 1, course[at], course[at + 1]);
                        })));
    }

    void addTo(PhaseState state) {
        state.put(SIZES, new int[] {minibatches.size(), epochs.size(), goodness.size()})
                .put(MINIBATCHES, joined(minibatches))
                .put(EPOCHS, joined(epochs))
                .put(GOODNESS, joined(goodness))
                .put(SUMS, sums.clone());
    }

    /** @throws IllegalArgumentException if the state has no such curve */
    void restore(PhaseState state) {
        int[] sizes = state.ints(SIZES, 3);
        split(state.doubles(MINIBATCHES, sizes[0] * MINIBATCH_COLUMNS), MINIBATCH_COLUMNS, minibatches);
        split(state.doubles(EPOCHS, sizes[1] * EPOCH_COLUMNS), EPOCH_COLUMNS, epochs);
        split(state.doubles(GOODNESS, sizes[2] * COURSES * steps), COURSES * steps, goodness);
        sums = state.doubles(SUMS, COURSES * steps).clone();
    }

    private static double[] joined(List<double[]> rows) {
        return rows.stream().flatMapToDouble(Arrays::stream).toArray();
    }

    private static void split(double[] values, int columns, List<double[]> rows) {
        for (int from = 0; from < values.length; from += columns) {
            rows.add(Arrays.copyOfRange(values, from, from + columns));
        }
    }
}
