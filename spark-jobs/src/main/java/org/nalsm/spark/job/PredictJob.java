package org.nalsm.spark.job;

import java.util.List;
import java.util.stream.IntStream;
import org.nalsm.spark.readout.CountMatrix;
import org.nalsm.spark.readout.Predictions;
import org.nalsm.spark.readout.TrainedReadout;
import org.nalsm.spark.table.PredictionRow;
import org.nalsm.spark.table.ResultsStore;
import org.nalsm.spark.table.Tables;

/**
 * Classes of a user's own samples: a run's trained readout on the spike counts that {@link CountJob} has left. They
 * go to {@code predictions} under the run and, as split, the name of the counts.
 */
public final class PredictJob {
    private final Experiment experiment;
    private final ResultsStore store;
    private final TrainedReadout readout;

    /**
     * Reads the readout.
     *
     * @param experiment a run that is complete
     * @throws org.nalsm.engine.UserException BAD_DATA if the readout on disk is damaged, or of an earlier version that
     *     did not note everything
     */
    public PredictJob(Experiment experiment, ResultsStore store) {
        this.experiment = experiment;
        this.store = store;
        this.readout = new StoredReadout(experiment, store).read();
    }

    /**
     * The outcome.
     *
     * @param predictions one a sample, in their order
     * @param directory of the predictions' file
     */
    public record Result(List<PredictionRow> predictions, String directory) {
        /** How many samples have a label. */
        public long labelled() {
            return predictions.stream()
                    .filter(row -> row.label() != CountMatrix.UNLABELLED)
                    .count();
        }

        /** Part of the samples with a label that got it, 0 to 1; not a number if none has one. */
        public double accuracy() {
            return predictions.stream()
                            .filter(row -> row.label() == row.predicted())
                            .count()
                    / (double) labelled();
        }
    }

    /**
     * Classifies.
     *
     * @param countsId name of the samples' counts, {@code u-...}
     * @throws org.nalsm.engine.UserException BAD_DATA if the counts on disk are damaged
     */
    public Result run(String countsId, int samples) {
        try (CountMatrix counts = counts(countsId, samples)) {
            Predictions predictions = readout.predict(counts);
            List<PredictionRow> rows = IntStream.range(0, samples)
                    .mapToObj(s -> new PredictionRow(
                            s,
                            counts.label(s),
                            predictions.predicted()[s],
                            predictions.scores()[s]))
                    .toList();
            store.writePredictions(experiment.runId(), countsId, rows.stream());
            return new Result(rows, store.directory(Tables.PREDICTIONS, experiment.runId(), countsId));
        }
    }

    private CountMatrix counts(String countsId, int samples) {
        int neurons = experiment.config().network().neurons();
        try (CountMatrix.Builder builder = new CountMatrix.Builder(samples, neurons)) {
            store.readCounts(
                    countsId,
                    CountJob.SPLIT,
                    IntStream.range(0, samples).toArray(),
                    neurons,
                    (row, sample) -> builder.addRow(sample.counts(), sample.label()));
            return builder.build();
        }
    }
}
