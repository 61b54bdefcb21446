package org.nalsm.spark.family.liquid;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.apache.spark.SparkConf;
import org.nalsm.spark.cluster.Gpus;
import org.nalsm.spark.config.FamilyKeys;
import org.nalsm.spark.family.liquid.config.LiquidConfig;
import org.nalsm.spark.family.liquid.config.ModelName;
import org.nalsm.spark.family.liquid.export.LiquidFiles;
import org.nalsm.spark.family.liquid.report.LiquidReport;
import org.nalsm.spark.figure.ReportSection;
import org.nalsm.spark.readout.distributed.DriverMemory;
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
 * Liquid state machines: NALSM, LSM, LSM+STDP, LSM+AP-STDP. A run generates a network, initialises its weights with
 * training samples, counts the spikes of every sample, and trains a linear readout on the counts.
 */
public final class LiquidFamily implements ModelFamily {
    static final Metric LIQUID_SPIKES =
            new Metric("liquid_spikes_per_sample", "liquid spikes a sample", Metric.Unit.NUMBER, 0, false);
    static final Metric INPUT_SPIKES =
            new Metric("input_spikes_per_sample", "input spikes a sample", Metric.Unit.NUMBER, 0, false);
    static final Metric BRANCHING_FACTOR =
            new Metric("branching_factor", "branching factor", Metric.Unit.NUMBER, 3, true);

    private static final FamilyKeys KEYS =
            new FamilyKeys(Arrays.stream(ModelName.values()).map(ModelName::key).toList(), LiquidConfig.class);

    private static final List<String> PHASES = List.of(
            NetworkPhase.NAME,
            InitialisationPhase.NAME,
            SimulationPhase.NAME,
            ReadoutPhase.NAME,
            BranchingFactorPhase.NAME);

    private static final List<Metric> METRICS = List.of(
            Metric.TEST_ACCURACY,
            Metric.VALID_ACCURACY,
            Metric.TRAIN_ACCURACY,
            BRANCHING_FACTOR,
            LIQUID_SPIKES,
            INPUT_SPIKES,
            Metric.BEST_EPOCH,
            Metric.SAMPLES_PER_SECOND);

    @Override
    public FamilyKeys keys() {
        return KEYS;
    }

    @Override
    public void check(Experiment experiment) {
        LiquidSettings settings = LiquidSettings.of(experiment);
        BackendChoice backend = BackendChoice.of(settings.config().simulation());
        if (Gpus.isLocal(new SparkConf())) {
            backend.checkHere();
        }
        settings.network();
        settings.checkReadout();
    }

    @Override
    public void check(RunContext run) {
        LiquidRun liquid = LiquidRun.of(run);
        liquid.backend().check(run.spark());
        if (!liquid.settings().readoutIsDistributed()) {
            DriverMemory.require(
                    run.experiment().sampleCount(), liquid.settings().neurons());
        }
    }

    @Override
    public RunRow.Parts parts(Experiment experiment, SampleSource samples) {
        LiquidSettings settings = LiquidSettings.of(experiment);
        return new RunRow.Parts(
                LiquidSettings.networkId(settings.network()),
                settings.liquidId(),
                settings.simulationId(),
                experiment.dataHash(),
                SpikeEncoding.trainingPixelShare(samples),
                OptionalLong.of(settings.config().network().seed()),
                settings.runSeed(),
                settings.sampleCountsId());
    }

    @Override
    public String firstPart(Experiment experiment) {
        return LiquidSettings.of(experiment).liquidId();
    }

    @Override
    public String backend(Experiment experiment) {
        return LiquidSettings.of(experiment).config().simulation().backend();
    }

    @Override
    public List<Phase> phases(RunContext context) {
        LiquidRun run = LiquidRun.of(context);
        return List.of(
                new NetworkPhase(run),
                new InitialisationPhase(run),
                new SimulationPhase(run),
                new ReadoutPhase(run),
                new BranchingFactorPhase(run));
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
        return new LiquidClassifier(run);
    }

    @Override
    public List<String> exportFormats() {
        return LiquidFiles.FORMATS;
    }

    @Override
    public List<String> export(StoredRun run, String format, ExportFolder folder) {
        return LiquidFiles.write(run, format, folder);
    }

    @Override
    public List<ReportSection> report(StoredRun run) {
        return LiquidReport.of(run);
    }

    @Override
    public String summary(StoredRun run) {
        return LiquidReport.summary(run);
    }
}
