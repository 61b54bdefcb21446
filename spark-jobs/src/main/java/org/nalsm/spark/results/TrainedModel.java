package org.nalsm.spark.results;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.nalsm.spark.family.Families;
import org.nalsm.spark.run.Classifier;
import org.nalsm.spark.run.Experiment;
import org.nalsm.spark.run.Progress;
import org.nalsm.spark.run.SharedStorage;
import org.nalsm.spark.run.StoredRun;
import org.nalsm.spark.sample.UserSampleReader;
import org.nalsm.spark.sample.UserSamples;
import org.nalsm.spark.table.ResultsStore;

/**
 * A trained run of any family as a model for Java programs; what {@code nalsm predict} does.
 *
 * <pre>{@code
 * TrainedModel model = TrainedModel.open("nalsm-results", "r-2f0ab8c92463");
 * List<Prediction> predictions = model.predict(spark, Path.of("digits"));
 * predictions.forEach(p -> System.out.println(p.file() + " shows a " + p.predicted()));
 * }</pre>
 *
 * <p>Samples are classified by Spark's executors, and the outcome is kept in the tables of the results: the same samples are
 * found there the next time. Not for several threads at once.
 */
public final class TrainedModel {
    private final StoredRun run;
    private final Classifier classifier;

    private TrainedModel(StoredRun run) {
        this.run = run;
        this.classifier = Families.of(run.experiment()).classifier(run);
    }

    /**
     * Reads a run that is complete.
     *
     * @param outputDir results of {@code nalsm train} ({@code output.dir}), on any file system of Hadoop
     * @param run the run's id, or as much of it as no other run's begins with
     * @throws org.nalsm.engine.UserException NO_INPUT if there is no such run or it is not complete, BAD_DATA if it is damaged
     *     or of another results version, USAGE if its family classifies nothing
     */
    public static TrainedModel open(String outputDir, String run) {
        ResultsStore store = Results.open(outputDir);
        Experiment here = Experiment.of(Families.configLoader().load(List.of(), List.of("output.dir=" + outputDir)));
        StoredRun stored = Results.stored(store, Results.find(store, run), here);
        Results.requireComplete(stored);
        return new TrainedModel(stored);
    }

    /** Id of the run. */
    public String runId() {
        return run.runId();
    }

    /**
     * Classifies the samples of files, in the order in which they are found.
     *
     * @param paths one IDX file of images; or images of 28 x 28 pixels (PNG, JPEG, NumPy, Parquet); or event files
     *     ({@code .bin}); of a directory all such files below it
     * @throws org.nalsm.engine.UserException NO_INPUT or BAD_DATA naming the file that is missing or malformed, CANNOT_WRITE if
     *     the results cannot take the predictions
     */
    public List<Prediction> predict(JavaSparkContext spark, Path... paths) {
        return predict(spark, reader().read(List.of(paths), Optional.empty()));
    }

    /**
     * Classifies images.
     *
     * @param images of 784 pixels each, row after row, 0 (ground) to 255 (figure) as unsigned bytes
     * @throws org.nalsm.engine.UserException BAD_DATA if there is none, one is of another size, or the run takes no images
     */
    public List<Prediction> predict(JavaSparkContext spark, List<byte[]> images) {
        return predict(spark, reader().images(images));
    }

    private UserSampleReader reader() {
        return new UserSampleReader(run.experiment().config().data());
    }

    private List<Prediction> predict(JavaSparkContext spark, UserSamples samples) {
        run.store().checkWritable();
        SharedStorage.require(spark, run.store());
        return Prediction.of(samples, classifier, classifier.classify(samples, () -> spark, Progress.NONE));
    }
}
