package org.nalsm.spark.family.diehlcook;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.nalsm.spark.family.diehlcook.table.ResponseRow;
import org.nalsm.spark.identity.ContentId;
import org.nalsm.spark.run.Classifier;
import org.nalsm.spark.run.Progress;
import org.nalsm.spark.run.SampleBlock;
import org.nalsm.spark.run.StoredRun;
import org.nalsm.spark.sample.SampleSource;
import org.nalsm.spark.sample.UserSamples;
import org.nalsm.spark.table.PredictionRow;
import org.nalsm.spark.table.ResultsStore;

/** A run's trained network is shown the samples, its named neurons vote. */
final class DiehlCookClassifier implements Classifier {
    private static final String SPLIT = "user";

    private final StoredRun run;
    private final DiehlCookSettings settings;
    private final int[] labels;

    /** @throws org.nalsm.engine.UserException NO_INPUT or BAD_DATA if the labels of the neurons cannot be read */
    DiehlCookClassifier(StoredRun run) {
        this.run = run;
        this.settings = DiehlCookSettings.of(run.experiment());
        this.labels = LabellingPhase.read(run.store(), run.runId());
    }

    @Override
    public Result classify(UserSamples samples, Supplier<JavaSparkContext> spark, Progress progress) {
        ResultsStore store = run.store();
        String id = ContentId.of(
                "u-",
                "%s %b %d %s"
                        .formatted(
                                settings.trainedId(),
                                settings.redrawsDelays(),
                                settings.keys().samplesPerBlock(),
                                samples.digest()));
        List<SampleBlock> blocks =
                SampleBlock.of(SPLIT, 0, samples.count(), settings.keys().samplesPerBlock());
        long shown = SampleShow.isDone(store, id, blocks) ? 0 : show(samples, spark.get(), id, blocks, progress);
        List<PredictionRow> predictions = new ArrayList<>();
        store.<ResponseRow>readBlocks(ResponseRow.TABLE, id, SPLIT, row -> predictions.add(Votes.predict(row, labels)));
        store.write(PredictionRow.TABLE, ResultsStore.SINGLE_FILE, predictions.stream(), run.runId(), id);
        return new Result(id, shown, predictions, store.directory(PredictionRow.TABLE, run.runId(), id));
    }

    /** Shares of the sum of the scores, mean spikes of a class's neurons: the model has no probabilities of its own. */
    @Override
    public double[] probabilities(float[] scores) {
        return Votes.shares(scores);
    }

    private long show(
            UserSamples samples, JavaSparkContext spark, String id, List<SampleBlock> blocks, Progress progress) {
        Broadcast<SampleSource> source = spark.broadcast(samples.labelled());
        long shown = new SampleShow(spark, run.store(), id, settings, source)
                .run("show samples", TrainedNetworkTable.frozen(run.store(), settings), blocks, Set.of(), progress);
        source.destroy();
        return shown;
    }
}
