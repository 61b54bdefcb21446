package org.nalsm.spark.family.liquid;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.nalsm.spark.readout.CountMatrix;
import org.nalsm.spark.readout.Predictions;
import org.nalsm.spark.readout.TrainedReadout;
import org.nalsm.spark.run.Classifier;
import org.nalsm.spark.run.Progress;
import org.nalsm.spark.run.StoredRun;
import org.nalsm.spark.sample.UserSamples;
import org.nalsm.spark.table.PredictionRow;
import org.nalsm.spark.table.ResultsStore;

/**
 * A run's liquid counts the spikes of the samples, its readout names the classes. Images are shown at the rates of the
 * run's training images, so that an image does not depend on those beside it.
 */
final class LiquidClassifier implements Classifier {
    private final StoredRun run;
    private final TrainedReadout readout;

    /**
     * Reads the readout.
     *
     * @param run a run that is complete
     * @throws org.nalsm.engine.UserException BAD_DATA if the readout on disk is damaged
     */
    LiquidClassifier(StoredRun run) {
        this.run = run;
        this.readout = StoredReadout.read(run);
    }

    @Override
    public Result classify(UserSamples samples, Supplier<JavaSparkContext> spark, Progress progress) {
        ResultsStore store = run.store();
        CountJob job = new CountJob(run.experiment(), samples, run.row().parts().trainingPixelShare(), store);
        CountJob.Result counted = job.isComplete() ? job.found() : job.run(spark.get(), Optional.empty(), progress);
        try (CountMatrix counts = counts(counted.id(), samples.count())) {
            Predictions predictions = readout.predict(counts);
            List<PredictionRow> rows = IntStream.range(0, samples.count())
                    .mapToObj(s -> new PredictionRow(
                            s,
                            counts.label(s),
                            predictions.predicted()[s],
                            predictions.scores()[s]))
                    .toList();
            store.write(PredictionRow.TABLE, ResultsStore.SINGLE_FILE, rows.stream(), run.runId(), counted.id());
            return new Result(
                    counted.id(),
                    counted.simulated(),
                    rows,
                    store.directory(PredictionRow.TABLE, run.runId(), counted.id()));
        }
    }

    private CountMatrix counts(String countsId, int samples) {
        int neurons = LiquidSettings.of(run.experiment()).neurons();
        try (CountMatrix.Builder builder = new CountMatrix.Builder(samples, neurons)) {
            run.store()
                    .readCounts(
                            countsId,
                            CountJob.SPLIT,
                            IntStream.range(0, samples).toArray(),
                            neurons,
                            (row, sample) -> builder.addRow(sample.counts(), sample.label()));
            return builder.build();
        }
    }
}
