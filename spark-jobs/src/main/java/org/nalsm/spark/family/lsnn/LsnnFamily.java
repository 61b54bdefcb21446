package org.nalsm.spark.family.lsnn;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.nalsm.engine.UserException;
import org.nalsm.engine.dataset.Split;
import org.nalsm.engine.lsnn.InputSequence;
import org.nalsm.spark.config.DataConfig;
import org.nalsm.spark.config.FamilyKeys;
import org.nalsm.spark.family.lsnn.config.LsnnSections;
import org.nalsm.spark.family.lsnn.config.SmnistConfig;
import org.nalsm.spark.family.lsnn.report.LsnnReport;
import org.nalsm.spark.figure.ReportSection;
import org.nalsm.spark.run.BlockClassifier;
import org.nalsm.spark.run.Classifier;
import org.nalsm.spark.run.Experiment;
import org.nalsm.spark.run.ExportFolder;
import org.nalsm.spark.run.Metric;
import org.nalsm.spark.run.ModelFamily;
import org.nalsm.spark.run.Phase;
import org.nalsm.spark.run.RunContext;
import org.nalsm.spark.run.StoredRun;
import org.nalsm.spark.sample.SampleSource;
import org.nalsm.spark.table.RunRow;

/**
 * Long short-term memory spiking neural networks, and those without adaptation as their baseline. A run trains a network
 * and tests it.
 */
public final class LsnnFamily implements ModelFamily {
    static final Metric ITERATIONS = new Metric("iterations", "iterations", Metric.Unit.NUMBER, 0, false);
    static final Metric SECONDS_PER_ITERATION =
            new Metric("seconds_per_iteration", "time an iteration", Metric.Unit.SECONDS, 3, false);

    private static final FamilyKeys KEYS = new FamilyKeys(List.of("lsnn"), LsnnSections.class);
    private static final List<String> PHASES = List.of(TrainPhase.NAME, TestPhase.NAME);
    private static final List<Metric> METRICS = List.of(
            Metric.TEST_ACCURACY, Metric.VALID_ACCURACY, ITERATIONS, SECONDS_PER_ITERATION, Metric.SAMPLES_PER_SECOND);

    @Override
    public FamilyKeys keys() {
        return KEYS;
    }

    @Override
    public void check(Experiment experiment) {
        LsnnModel model = LsnnModel.of(experiment);
        if (model.isImages()) {
            DataConfig data = experiment.config().data();
            require(
                    !data.isEvents(),
                    "data.dataset = " + data.dataset() + " holds event recordings, and lsnn.task = smnist takes "
                            + "images; use mnist or fashion-mnist");
            require(
                    data.trainSamples() == Split.TRAIN.size(),
                    "data.train-samples = " + data.trainSamples()
                            + " has no effect on lsnn; use lsnn.smnist.train-images");
            require(
                    data.validSamples() == Split.VALID.size(),
                    "data.valid-samples = " + data.validSamples()
                            + " has no effect on lsnn; use lsnn.smnist.valid-images");
        }
        require(
                model.steps() <= InputSequence.MOST_STEPS,
                "a sequence of " + model.steps() + " ms is too long: at most " + InputSequence.MOST_STEPS
                        + " are possible; lower "
                        + (model.isImages() ? "lsnn.smnist.steps-per-pixel" : "lsnn.store-recall.symbols"));
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new UserException(UserException.Kind.BAD_CONFIGURATION, otherwise);
        }
    }

    @Override
    public String workload(Experiment experiment) {
        LsnnModel model = LsnnModel.of(experiment);
        if (!model.isImages()) {
            return "store-recall";
        }
        SmnistConfig images = model.config().smnist();
        return String.format(
                Locale.ROOT,
                "%s as sequences, %,d + %,d + %,d images",
                experiment.config().data().dataset(),
                images.trainImages(),
                images.validImages(),
                experiment.samples(Split.TEST));
    }

    @Override
    public Optional<SampleSource> ownSamples(Experiment experiment) {
        return LsnnModel.of(experiment).isImages()
                ? Optional.empty()
                : Optional.of(new SampleSource.Generated("store-recall"));
    }

    @Override
    public RunRow.Parts parts(Experiment experiment, SampleSource samples) {
        return new RunRow.Parts(
                "",
                "",
                "",
                experiment.dataHash(),
                OptionalDouble.empty(),
                OptionalLong.empty(),
                experiment.config().run().seed());
    }

    @Override
    public List<Phase> phases(RunContext context) {
        LsnnRun run = LsnnRun.of(context);
        return List.of(new TrainPhase(run), new TestPhase(run));
    }

    @Override
    public List<String> phaseNames() {
        return PHASES;
    }

    @Override
    public List<Metric> metrics() {
        return METRICS;
    }

    /** Of store-recall none: its decisions are not those of samples. */
    @Override
    public long predictions(String metric, Map<String, String> settings) {
        if (!settings.getOrDefault("lsnn.task", "").equals("smnist")) {
            return 0;
        }
        return metric.equals(Metric.VALID_ACCURACY.name())
                ? ModelFamily.number(settings, "lsnn.smnist.valid-images")
                : ModelFamily.super.predictions(metric, settings);
    }

    /** @throws UserException USAGE if the run has not learned to classify images, BAD_DATA if it is damaged on disk */
    @Override
    public Classifier classifier(StoredRun run) {
        LsnnModel model = LsnnModel.of(run.experiment());
        if (!model.isImages()) {
            throw new UserException(
                    UserException.Kind.USAGE,
                    "run " + run.runId() + " has learned store-recall, not to classify images; take one with "
                            + "lsnn.task = smnist");
        }
        return new BlockClassifier<>(
                run,
                ImageBlocks.BLOCK,
                TrainedNetwork.read(run.store(), run.runId()),
                (network, samples) -> new ImageBlocks(model, network, samples, 0));
    }

    @Override
    public List<String> exportFormats() {
        return NetworkFiles.FORMATS;
    }

    @Override
    public List<String> export(StoredRun run, String format, ExportFolder folder) {
        return NetworkFiles.write(run, format, folder);
    }

    @Override
    public List<ReportSection> report(StoredRun run) {
        return LsnnReport.of(run);
    }

    @Override
    public String summary(StoredRun run) {
        return LsnnReport.summary(run);
    }
}
