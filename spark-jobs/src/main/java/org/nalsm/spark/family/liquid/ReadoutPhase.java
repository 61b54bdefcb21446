package org.nalsm.spark.family.liquid;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.nalsm.engine.dataset.Split;
import org.nalsm.spark.family.liquid.table.ReadoutRow;
import org.nalsm.spark.readout.CountMatrix;
import org.nalsm.spark.readout.EpochRecord;
import org.nalsm.spark.readout.Predictions;
import org.nalsm.spark.readout.ReadoutResult;
import org.nalsm.spark.readout.ReadoutSettings;
import org.nalsm.spark.readout.TrainedReadout;
import org.nalsm.spark.readout.distributed.DistributedReadout;
import org.nalsm.spark.readout.distributed.DriverMemory;
import org.nalsm.spark.readout.distributed.SplitTotals;
import org.nalsm.spark.run.Metric;
import org.nalsm.spark.run.Phase;
import org.nalsm.spark.run.Progress;
import org.nalsm.spark.table.PredictionRow;
import org.nalsm.spark.table.ResultsStore;
import org.nalsm.spark.table.TrainingRow;

/**
 * Trains the linear readout from the spike counts on disk, on the driver or on the executors, and stores training, readout
 * and predictions. The validation split decides penalty and, on the driver, epoch; test samples are read when that is done.
 */
final class ReadoutPhase implements Phase {
    static final String NAME = "readout";

    private static final ReadoutSettings.Optimiser ADADELTA = ReadoutSettings.Optimiser.ADADELTA;

    private final LiquidRun run;
    private final ResultsStore store;

    ReadoutPhase(LiquidRun run) {
        this.run = run;
        this.store = run.context().store();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean isDone() {
        return store.has(TrainingRow.TABLE, ResultsStore.SINGLE_FILE, run.runId())
                && store.has(ReadoutRow.TABLE, ResultsStore.SINGLE_FILE, run.runId())
                && List.of(Split.values()).stream()
                        .allMatch(split ->
                                store.has(PredictionRow.TABLE, ResultsStore.SINGLE_FILE, run.runId(), split.label()));
    }

    /** The training uses all cores, the driver's or the executors', by itself, so runs of one driver take turns. */
    @Override
    public Map<String, Double> run(Progress progress) {
        return run.context()
                .shared()
                .alone(
                        "readout",
                        () -> run.settings().readoutIsDistributed()
                                ? onExecutors(progress)
                                : new Training(progress).run());
    }

    private Map<String, Double> onExecutors(Progress progress) {
        DistributedReadout distributed = new DistributedReadout(
                run.context().spark(),
                run.settings().readout(),
                store,
                run.runId(),
                run.settings().neurons(),
                split -> SimulationPhase.blocks(run.settings(), split));
        int penalties = run.settings().readout().l2Penalties().length;
        progress.begin("train readout", penalties, "penalties");
        ReadoutResult result;
        try {
            result = distributed.train((record, of, penalty, all) -> {
                progress.at(
                        penalty, // which may take longer fits yet
                        String.format(
                                Locale.ROOT,
                                "penalty %.0e, iteration %d, validation %.2f %%",
                                record.penalty(),
                                record.epoch(),
                                100 * record.validAccuracy()));
                progress.measured(Metric.VALID_ACCURACY.name(), record.validAccuracy());
            });
            progress.at(
                    penalties,
                    String.format(
                            Locale.ROOT,
                            "chosen: penalty %.0e, iteration %d, validation %.2f %%",
                            result.penalty(),
                            result.bestEpoch(),
                            100 * result.validAccuracy()));
        } finally {
            progress.end();
        }
        storeReadout(result);
        Map<String, Double> measured = new HashMap<>();
        measured.put(Metric.BEST_EPOCH.name(), (double) result.bestEpoch());
        SplitTotals train = predict(distributed, result.readout(), Split.TRAIN, progress);
        SplitTotals valid = predict(distributed, result.readout(), Split.VALID, progress);
        SplitTotals test = predict(distributed, result.readout(), Split.TEST, progress);
        measured.put(Metric.TRAIN_ACCURACY.name(), train.accuracy());
        measured.put(Metric.VALID_ACCURACY.name(), valid.accuracy());
        measured.put(Metric.TEST_ACCURACY.name(), test.accuracy());
        SplitTotals all = train.plus(valid).plus(test);
        measured.put(LiquidFamily.LIQUID_SPIKES.name(), (double) all.liquidSpikes() / all.samples());
        measured.put(LiquidFamily.INPUT_SPIKES.name(), (double) all.inputSpikes() / all.samples());
        return measured;
    }

    private SplitTotals predict(
            DistributedReadout distributed, TrainedReadout readout, Split split, Progress progress) {
        int samples = run.context().experiment().samples(split);
        progress.begin("predict, " + split.label(), samples, "samples");
        try {
            SplitTotals totals = distributed.predict(readout, split);
            progress.at(samples, "");
            return totals;
        } finally {
            progress.end();
        }
    }

    private void storeReadout(ReadoutResult result) {
        store.write(
                TrainingRow.TABLE,
                ResultsStore.SINGLE_FILE,
                result.epochs().stream()
                        .map(e -> new TrainingRow(
                                e.epoch(),
                                e.penalty(),
                                e.trainLoss(),
                                e.trainAccuracy(),
                                e.validAccuracy(),
                                Double.NaN,
                                e.seconds())),
                run.runId());
        StoredReadout.write(store, run.runId(), result.readout());
    }

    /** On the driver; sums of the counts as they pass by. */
    private final class Training {
        private final Progress progress;
        private long samplesRead;
        private long liquidSpikes;
        private long inputSpikes;

        private Training(Progress progress) {
            this.progress = progress;
        }

        private Map<String, Double> run() {
            DriverMemory.requireForCounted(
                    run.context().experiment().sampleCount(), run.settings().neurons());
            try (CountMatrix train = counts(Split.TRAIN);
                    CountMatrix valid = counts(Split.VALID)) {
                ReadoutResult result = fit(train, valid);
                storeReadout(result);
                Map<String, Double> measured = new HashMap<>();
                measured.put(Metric.BEST_EPOCH.name(), (double) result.bestEpoch());
                measured.put(Metric.TRAIN_ACCURACY.name(), predict(result.readout(), Split.TRAIN, train));
                measured.put(Metric.VALID_ACCURACY.name(), predict(result.readout(), Split.VALID, valid));
                try (CountMatrix test = counts(Split.TEST)) {
                    measured.put(Metric.TEST_ACCURACY.name(), predict(result.readout(), Split.TEST, test));
                }
                measured.put(LiquidFamily.LIQUID_SPIKES.name(), (double) liquidSpikes / samplesRead);
                measured.put(LiquidFamily.INPUT_SPIKES.name(), (double) inputSpikes / samplesRead);
                return measured;
            }
        }

        private CountMatrix counts(Split split) {
            int samples = run.context().experiment().samples(split);
            int neurons = run.settings().neurons();
            progress.begin("read counts, " + split.label(), samples, "samples");
            int[] ids = IntStream.range(split.firstSampleId(), split.firstSampleId() + samples)
                    .toArray();
            try (CountMatrix.Builder builder = new CountMatrix.Builder(samples, neurons)) {
                store.readCounts(run.runId(), split.label(), ids, neurons, (row, sample) -> {
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

        private ReadoutResult fit(CountMatrix train, CountMatrix valid) {
            ReadoutSettings settings = run.settings().readout();
            long all = (long) settings.maxEpochs() * settings.l2Penalties().length;
            boolean epochs = settings.optimiser() == ADADELTA;
            progress.begin("train readout", all, epochs ? "epochs" : "iterations");
            try {
                ReadoutResult result = run.settings()
                        .trainer()
                        .train(train, valid, (record, of, penalty, penalties) -> show(record, (long) penalty * of));
                progress.at(
                        all,
                        String.format(
                                Locale.ROOT,
                                "chosen: penalty %.0e, %s %d, validation %.2f %%",
                                result.penalty(),
                                epochs ? "epoch" : "iteration",
                                result.bestEpoch(),
                                100 * result.validAccuracy()));
                return result;
            } finally {
                progress.end();
            }
        }

        /** @param before epochs or iterations that earlier penalties may take */
        private void show(EpochRecord record, long before) {
            progress.at(
                    before + record.epoch(),
                    String.format(
                            Locale.ROOT,
                            "penalty %.0e, validation %.2f %%",
                            record.penalty(),
                            100 * record.validAccuracy()));
            progress.measured(Metric.VALID_ACCURACY.name(), record.validAccuracy());
        }

        private double predict(TrainedReadout readout, Split split, CountMatrix counts) {
            Predictions predictions = readout.predict(counts);
            store.write(
                    PredictionRow.TABLE,
                    ResultsStore.SINGLE_FILE,
                    IntStream.range(0, counts.samples())
                            .mapToObj(s -> new PredictionRow(
                                    split.firstSampleId() + s,
                                    counts.label(s),
                                    predictions.predicted()[s],
                                    predictions.scores()[s])),
                    run.runId(),
                    split.label());
            return predictions.accuracy();
        }
    }
}
