package org.nalsm.spark.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.nalsm.engine.dataset.Split;
import org.nalsm.spark.readout.CountMatrix;
import org.nalsm.spark.readout.Predictions;
import org.nalsm.spark.readout.ReadoutResult;
import org.nalsm.spark.readout.ReadoutSettings;
import org.nalsm.spark.readout.ReadoutTrainer;
import org.nalsm.spark.readout.TrainedReadout;
import org.nalsm.spark.table.PredictionRow;
import org.nalsm.spark.table.ResultsStore;
import org.nalsm.spark.table.RunRow;
import org.nalsm.spark.table.TrainingRow;

/**
 * Trains the linear readout on the driver from the spike counts on disk, and stores training, readout and
 * predictions. The validation split decides epoch and penalty; test samples are read when that is done.
 */
final class ReadoutJob {
    private static final ReadoutSettings.Optimiser ADADELTA = ReadoutSettings.Optimiser.ADADELTA;

    private final Experiment experiment;
    private final ResultsStore store;
    private final int neurons;
    private final OptionalDouble trainingPixelShare;
    private long samplesRead;
    private long liquidSpikes;
    private long inputSpikes;

    /** @param trainingPixelShare see {@link SampleSource#trainingPixelShare} */
    ReadoutJob(Experiment experiment, ResultsStore store, int neurons, OptionalDouble trainingPixelShare) {
        this.experiment = experiment;
        this.store = store;
        this.neurons = neurons;
        this.trainingPixelShare = trainingPixelShare;
    }

    /**
     * What came out.
     *
     * @param trainAccuracy on the training samples, 0 to 1; likewise the others
     * @param bestEpoch the epoch that validation chose
     * @param liquidSpikes mean spikes of a sample over all splits
     * @param inputSpikes likewise, of the input neurons
     */
    record Outcome(
            double trainAccuracy,
            double validAccuracy,
            double testAccuracy,
            int bestEpoch,
            double liquidSpikes,
            double inputSpikes) {
        RunRow.Scores scores(double samplesPerSecond) {
            return new RunRow.Scores(
                    samplesPerSecond,
                    liquidSpikes,
                    inputSpikes,
                    trainAccuracy,
                    validAccuracy,
                    testAccuracy,
                    OptionalInt.of(bestEpoch));
        }
    }

    Outcome run(Progress progress) {
        try (CountMatrix train = counts(Split.TRAIN, progress);
                CountMatrix valid = counts(Split.VALID, progress)) {
            ReadoutResult result = fit(train, valid, progress);
            TrainedReadout readout = result.readout();
            storeReadout(result);
            double trainAccuracy = predict(readout, Split.TRAIN, train);
            double validAccuracy = predict(readout, Split.VALID, valid);
            try (CountMatrix test = counts(Split.TEST, progress)) {
                double testAccuracy = predict(readout, Split.TEST, test);
                return new Outcome(
                        trainAccuracy,
                        validAccuracy,
                        testAccuracy,
                        result.bestEpoch(),
                        (double) liquidSpikes / samplesRead,
                        (double) inputSpikes / samplesRead);
            }
        }
    }

    private CountMatrix counts(Split split, Progress progress) {
        int samples = experiment.samples().get(split);
        progress.begin("read counts, " + split.label(), samples, "samples");
        int[] ids = IntStream.range(split.firstSampleId(), split.firstSampleId() + samples)
                .toArray();
        try (CountMatrix.Builder builder = new CountMatrix.Builder(samples, neurons)) {
            store.readCounts(experiment.runId(), split.label(), ids, neurons, (row, sample) -> {
                builder.addRow(sample.counts(), sample.label());
                liquidSpikes += sample.liquidSpikes();
                inputSpikes += sample.inputSpikes();
                samplesRead++;
                progress.at(row + 1L, "");
            });
            return builder.build();
        } finally {
            progress.end();
        }
    }

    private ReadoutResult fit(CountMatrix train, CountMatrix valid, Progress progress) {
        ReadoutSettings settings = experiment.readout();
        progress.begin(
                "train readout",
                (long) settings.maxEpochs() * settings.l2Penalties().length,
                settings.optimiser() == ADADELTA ? "epochs" : "iterations");
        try {
            return ReadoutTrainer.of(ReadoutTrainer.Kind.DRIVER, settings)
                    .train(
                            train,
                            valid,
                            (record, of, penalty, penalties) -> progress.at(
                                    (long) penalty * of + record.epoch(),
                                    String.format(
                                            Locale.ROOT,
                                            "penalty %.0e, validation %.2f %%",
                                            record.penalty(),
                                            100 * record.validAccuracy())));
        } finally {
            progress.end();
        }
    }

    private void storeReadout(ReadoutResult result) {
        List<TrainingRow> training = new ArrayList<>();
        result.epochs()
                .forEach(e -> training.add(new TrainingRow(
                        e.epoch(),
                        e.penalty(),
                        e.trainLoss(),
                        e.trainAccuracy(),
                        e.validAccuracy(),
                        Double.NaN,
                        e.seconds())));
        store.writeTraining(experiment.runId(), training);
        new StoredReadout(experiment, store).write(result.readout(), trainingPixelShare);
    }

    private double predict(TrainedReadout readout, Split split, CountMatrix counts) {
        Predictions predictions = readout.predict(counts);
        store.writePredictions(
                experiment.runId(),
                split.label(),
                IntStream.range(0, counts.samples())
                        .mapToObj(s -> new PredictionRow(
                                split.firstSampleId() + s,
                                counts.label(s),
                                predictions.predicted()[s],
                                predictions.scores()[s])));
        return predictions.accuracy();
    }
}
