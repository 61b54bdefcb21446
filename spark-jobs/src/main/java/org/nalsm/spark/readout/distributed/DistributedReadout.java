package org.nalsm.spark.readout.distributed;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.storage.StorageLevel;
import org.nalsm.engine.UserException;
import org.nalsm.engine.dataset.Split;
import org.nalsm.spark.cluster.JobTitle;
import org.nalsm.spark.readout.CountMatrix;
import org.nalsm.spark.readout.EpochRecord;
import org.nalsm.spark.readout.FeatureScaling;
import org.nalsm.spark.readout.FittedScaling;
import org.nalsm.spark.readout.ReadoutProgress;
import org.nalsm.spark.readout.ReadoutResult;
import org.nalsm.spark.readout.ReadoutSettings;
import org.nalsm.spark.readout.TrainedReadout;
import org.nalsm.spark.run.SampleBlock;
import org.nalsm.spark.table.PredictionRow;
import org.nalsm.spark.table.ResultsStore;
import org.nalsm.spark.table.SpikeCounts;

/**
 * Trains and applies the linear readout on the executors. The counts stay there: the driver sees weights, sums and
 * predictions.
 *
 * <p>The loss is that of {@link ReadoutSettings}, minimised for each penalty by Spark ML's multinomial logistic
 * regression ({@link PenaltyFit}). Spark ML shows no weights on the way, so each penalty has fits of growing length, and
 * the validation samples choose penalty and length ({@link FitChoice}). Fits add the sums of partitions in whatever order
 * they arrive, so weights are the same from run to run but for rounding; the features, and what a task does with them, are
 * the same bits.
 */
public final class DistributedReadout {
    private final JavaSparkContext spark;
    private final ReadoutSettings settings;
    private final CountedBlocks counts;
    private final Function<Split, List<SampleBlock>> blocks;

    /**
     * @param runId whose counts they are
     * @param blocks all blocks of a split, in their order
     * @throws UserException as {@link #check}
     */
    public DistributedReadout(
            JavaSparkContext spark,
            ReadoutSettings settings,
            ResultsStore store,
            String runId,
            int neurons,
            Function<Split, List<SampleBlock>> blocks) {
        check(settings);
        this.spark = spark;
        this.settings = settings;
        this.counts = new CountedBlocks(store, runId, neurons);
        this.blocks = blocks;
    }

    /** @throws UserException BAD_CONFIGURATION if Spark ML cannot do what the settings say */
    public static void check(ReadoutSettings settings) {
        List<String> unknown = new ArrayList<>();
        if (settings.optimiser() != ReadoutSettings.Optimiser.LBFGS) {
            unknown.add("readout.optimiser = lbfgs");
        }
        if (settings.labels() != ReadoutSettings.Labels.HARD) {
            unknown.add("readout.labels = hard");
        }
        if (settings.scaling() != FeatureScaling.TRAINING_MAXIMUM) {
            unknown.add("readout.features = counts");
        }
        if (!unknown.isEmpty()) {
            throw new UserException(
                    UserException.Kind.BAD_CONFIGURATION,
                    "readout.trainer = spark-ml trains with lbfgs, hard labels and counts only; set "
                            + String.join(", ", unknown) + ", or readout.trainer = driver");
        }
    }

    /**
     * Trains with every penalty, from the largest to the smallest, with fits of 10, 20, 40, ... iterations: until one is
     * worse on the validation samples than a shorter one, has come to the end by itself, or is as long as
     * {@link ReadoutSettings#maxEpochs}.
     *
     * @param progress hears of the end of every fit, whose last iteration is an epoch
     * @return with one record a fit: its last iteration; the chosen one is the first with the best validation accuracy
     * @throws UserException BAD_DATA if a file of counts is damaged or all training samples are of one class
     */
    public ReadoutResult train(ReadoutProgress progress) {
        long started = System.nanoTime();
        TrainingExtent extent =
                JobTitle.during(spark, "readout: largest count", () -> TrainingExtent.of(samples(Split.TRAIN)));
        if (extent.classes() < 2) {
            throw new UserException(
                    UserException.Kind.BAD_DATA,
                    "readout.trainer = spark-ml needs training samples of two classes; raise data.train-samples");
        }
        FittedScaling scaling =
                new FittedScaling(FeatureScaling.TRAINING_MAXIMUM, extent.largestCount(), settings.batchSize());
        PenaltyFit fit = new PenaltyFit(settings, samples(Split.TRAIN), counts.neurons(), extent.largestCount());
        double[] penalties = penaltiesFromLargest();
        FitChoice choice = new FitChoice(settings.maxEpochs());
        for (int p = 0; p < penalties.length; p++) {
            double penalty = penalties[p];
            choice.startPenalty();
            while (choice.goesOn()) {
                int iterations = choice.length();
                LogisticRegressionModel model = JobTitle.during(
                        spark,
                        "readout: penalty %s, %d iterations".formatted(penalty, iterations),
                        () -> fit.model(penalty, iterations));
                TrainedReadout readout = readout(model, scaling);
                EpochRecord record = new EpochRecord(
                        model.summary().totalIterations(),
                        penalty,
                        PenaltyFit.loss(model),
                        accuracy(readout, Split.TRAIN),
                        accuracy(readout, Split.VALID),
                        (System.nanoTime() - started) / 1e9);
                choice.fitted(record, readout);
                progress.epoch(record, settings.maxEpochs(), p, penalties.length);
            }
        }
        return choice.result();
    }

    /** Predicts the samples of a split and stores the predictions, which pass the driver block by block. */
    public SplitTotals predict(TrainedReadout readout, Split split) {
        return scored(readout, split, "readout: predict " + split.label(), scored -> {
            scored.persist(StorageLevel.MEMORY_AND_DISK());
            SplitTotals totals = SplitTotals.of(scored); // all at a time; what follows is one block after the other
            Iterator<ScoredSample> rows = scored.toLocalIterator();
            counts.store()
                    .write(
                            PredictionRow.TABLE,
                            ResultsStore.SINGLE_FILE,
                            StreamSupport.stream(Spliterators.spliteratorUnknownSize(rows, Spliterator.ORDERED), false)
                                    .map(ScoredSample::prediction),
                            counts.runId(),
                            split.label());
            scored.unpersist();
            return totals;
        });
    }

    private double accuracy(TrainedReadout readout, Split split) {
        return scored(
                readout,
                split,
                "readout: accuracy, " + split.label(),
                scored -> SplitTotals.of(scored).accuracy());
    }

    private <R> R scored(TrainedReadout readout, Split split, String title, Function<JavaRDD<ScoredSample>, R> work) {
        Broadcast<LinearScores> scores = spark.broadcast(LinearScores.of(readout));
        try {
            return JobTitle.during(
                    spark, title, () -> work.apply(samples(split).map(new ScoredSample.Scoring(scores))));
        } finally {
            scores.destroy();
        }
    }

    private JavaRDD<SpikeCounts> samples(Split split) {
        return counts.of(spark, blocks.apply(split));
    }

    private double[] penaltiesFromLargest() {
        return Arrays.stream(settings.l2Penalties())
                .boxed()
                .sorted(Comparator.reverseOrder())
                .mapToDouble(Double::doubleValue)
                .toArray();
    }

    /** Spark's coefficients are [10][neurons], as here. */
    static TrainedReadout readout(LogisticRegressionModel model, FittedScaling scaling) {
        double[][] weights = new double[CountMatrix.CLASSES][model.numFeatures()];
        for (int k = 0; k < weights.length; k++) {
            for (int j = 0; j < weights[k].length; j++) {
                weights[k][j] = model.coefficientMatrix().apply(k, j);
            }
        }
        return TrainedReadout.of(weights, model.interceptVector().toArray(), scaling);
    }
}
