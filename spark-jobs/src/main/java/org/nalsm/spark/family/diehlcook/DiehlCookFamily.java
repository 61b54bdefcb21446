package org.nalsm.spark.family.diehlcook;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.nalsm.spark.config.Choices;
import org.nalsm.spark.config.FamilyKeys;
import org.nalsm.spark.family.diehlcook.config.DiehlCookConfig;
import org.nalsm.spark.family.diehlcook.report.DiehlCookReport;
import org.nalsm.spark.figure.ReportSection;
import org.nalsm.spark.run.Classifier;
import org.nalsm.spark.run.Experiment;
import org.nalsm.spark.run.ExportFolder;
import org.nalsm.spark.run.ImportFolder;
import org.nalsm.spark.run.ImportedModel;
import org.nalsm.spark.run.Metric;
import org.nalsm.spark.run.ModelFamily;
import org.nalsm.spark.run.Phase;
import org.nalsm.spark.run.RunContext;
import org.nalsm.spark.run.StoredRun;
import org.nalsm.spark.sample.SampleSource;
import org.nalsm.spark.table.RunRow;

/**
 * The network of P. U. Diehl and M. Cook (Frontiers in Computational Neuroscience 9:99, 2015), which learns digits without
 * their labels. A run trains a network, shows it labelled samples, names its neurons by them, and tests it.
 */
public final class DiehlCookFamily implements ModelFamily {
    static final Metric LABELLED = new Metric("labelled_neurons", "neurons with a label", Metric.Unit.NUMBER, 0, false);
    static final Metric SPIKES = new Metric("spikes_per_sample", "spikes a sample", Metric.Unit.NUMBER, 1, false);
    static final Metric SILENT = new Metric("silent_samples", "silent test samples", Metric.Unit.NUMBER, 0, false);
    static final Metric THETA = new Metric("mean_theta_mv", "mean theta, mV", Metric.Unit.NUMBER, 2, false);
    static final Metric TRAINING_SPIKES =
            new Metric("training_spikes_per_sample", "spikes a training sample", Metric.Unit.NUMBER, 1, false);
    static final Metric PRESENTATIONS =
            new Metric("presentations_per_sample", "presentations a sample", Metric.Unit.NUMBER, 3, false);

    private static final FamilyKeys KEYS = new FamilyKeys(List.of("diehl-cook"), DiehlCookConfig.class);

    private static final List<String> PHASES = List.of(
            TrainingPhase.NAME, LearningCurvePhase.NAME, ObservationPhase.NAME, LabellingPhase.NAME, TestPhase.NAME);

    private static final List<Metric> METRICS = List.of(
            Metric.TEST_ACCURACY,
            Metric.VALID_ACCURACY,
            LABELLED,
            SPIKES,
            SILENT,
            TRAINING_SPIKES,
            PRESENTATIONS,
            THETA,
            Metric.SAMPLES_PER_SECOND);

    @Override
    public FamilyKeys keys() {
        return KEYS;
    }

    @Override
    public void check(Experiment experiment) {
        DiehlCookSettings.of(experiment).check();
    }

    @Override
    public RunRow.Parts parts(Experiment experiment, SampleSource samples) {
        DiehlCookSettings settings = DiehlCookSettings.of(experiment);
        return new RunRow.Parts(
                "",
                settings.trainedId(),
                "",
                experiment.dataHash(),
                OptionalDouble.empty(),
                OptionalLong.empty(),
                settings.seed());
    }

    @Override
    public String firstPart(Experiment experiment) {
        return DiehlCookSettings.of(experiment).trainedId();
    }

    @Override
    public String backend(Experiment experiment) {
        return Choices.key(DiehlCookSettings.of(experiment).keys().kernel());
    }

    @Override
    public List<Phase> phases(RunContext context) {
        DiehlCookRun run = DiehlCookRun.of(context);
        return List.of(
                new TrainingPhase(run),
                new LearningCurvePhase(run),
                new ObservationPhase(run),
                new LabellingPhase(run),
                new TestPhase(run));
    }

    @Override
    public List<String> phaseNames() {
        return PHASES;
    }

    @Override
    public List<Metric> metrics() {
        return METRICS;
    }

    @Override
    public Classifier classifier(StoredRun run) {
        return new DiehlCookClassifier(run);
    }

    @Override
    public List<String> exportFormats() {
        return List.of(ProgramFiles.FORMAT);
    }

    @Override
    public List<String> export(StoredRun run, String format, ExportFolder folder) {
        return ProgramFiles.write(run, folder);
    }

    @Override
    public Optional<ImportedModel> readImport(Experiment given, ImportFolder folder) {
        return Optional.of(ProgramFiles.read(given, folder));
    }

    @Override
    public List<ReportSection> report(StoredRun run) {
        return DiehlCookReport.of(run);
    }

    @Override
    public String summary(StoredRun run) {
        return DiehlCookReport.summary(run);
    }
}
