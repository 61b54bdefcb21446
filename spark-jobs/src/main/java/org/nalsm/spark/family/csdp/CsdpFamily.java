package org.nalsm.spark.family.csdp;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.nalsm.spark.config.FamilyKeys;
import org.nalsm.spark.family.csdp.config.CsdpSections;
import org.nalsm.spark.family.csdp.report.CsdpReport;
import org.nalsm.spark.figure.ReportSection;
import org.nalsm.spark.run.BlockClassifier;
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
 * Contrastive-signal-dependent plasticity (A. G. Ororbia, Science Advances 10(43), 2024): a recurrent spiking network that learns
 * without back-propagation. A run trains a network and tests it.
 */
public final class CsdpFamily implements ModelFamily {
    static final Metric TEST_NLL = new Metric("test_nll", "NLL, test (nats)", Metric.Unit.NUMBER, 4, true);
    static final Metric TEST_CROSS_ENTROPY =
            new Metric("test_cross_entropy", "reconstruction, BCE", Metric.Unit.NUMBER, 2, false);
    static final Metric TEST_SQUARED_ERROR =
            new Metric("test_squared_error", "reconstruction, error^2", Metric.Unit.NUMBER, 2, false);
    static final Metric HIDDEN1_SPIKES =
            new Metric("hidden1_spikes_per_step", "spikes a step, z1", Metric.Unit.NUMBER, 2, false);
    static final Metric HIDDEN2_SPIKES =
            new Metric("hidden2_spikes_per_step", "spikes a step, z2", Metric.Unit.NUMBER, 2, false);
    static final Metric SECONDS_PER_MINIBATCH =
            new Metric("seconds_per_minibatch", "time a minibatch", Metric.Unit.SECONDS, 3, false);

    private static final FamilyKeys KEYS = new FamilyKeys(List.of("csdp"), CsdpSections.class);
    private static final List<String> PHASES = List.of(TrainPhase.NAME, TestPhase.NAME);
    private static final List<Metric> METRICS = List.of(
            Metric.TEST_ACCURACY,
            Metric.VALID_ACCURACY,
            TEST_NLL,
            TEST_CROSS_ENTROPY,
            TEST_SQUARED_ERROR,
            HIDDEN1_SPIKES,
            HIDDEN2_SPIKES,
            Metric.BEST_EPOCH,
            SECONDS_PER_MINIBATCH,
            Metric.SAMPLES_PER_SECOND);

    @Override
    public FamilyKeys keys() {
        return KEYS;
    }

    @Override
    public void check(Experiment experiment) {
        CsdpSettings.check(experiment);
    }

    @Override
    public RunRow.Parts parts(Experiment experiment, SampleSource samples) {
        return new RunRow.Parts(
                "",
                CsdpSettings.trainedId(experiment),
                "",
                experiment.dataHash(),
                OptionalDouble.empty(),
                OptionalLong.empty(),
                experiment.config().run().seed());
    }

    @Override
    public String firstPart(Experiment experiment) {
        return CsdpSettings.trainedId(experiment);
    }

    @Override
    public List<Phase> phases(RunContext context) {
        CsdpRun run = CsdpRun.of(context);
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

    @Override
    public Classifier classifier(StoredRun run) {
        CsdpSettings settings = CsdpSettings.of(run.experiment());
        return new BlockClassifier<>(
                run,
                settings.config().test().samplesPerBlock(),
                StoredNetwork.read(run),
                (network, samples) -> new SampleBlocks(settings, network, samples, 0));
    }

    @Override
    public List<String> exportFormats() {
        return List.of(NetworkFiles.FORMAT);
    }

    @Override
    public List<String> export(StoredRun run, String format, ExportFolder folder) {
        return NetworkFiles.write(run, folder);
    }

    @Override
    public Optional<ImportedModel> readImport(Experiment given, ImportFolder folder) {
        return Optional.of(NetworkFiles.read(given, folder));
    }

    @Override
    public List<ReportSection> report(StoredRun run) {
        return CsdpReport.of(run);
    }

    @Override
    public String summary(StoredRun run) {
        return CsdpReport.summary(run);
    }
}
