package org.nalsm.spark.cli;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.apache.spark.api.java.JavaSparkContext;
import org.nalsm.engine.UserException;
import org.nalsm.spark.cli.option.CommonOptions;
import org.nalsm.spark.cli.option.Liquids;
import org.nalsm.spark.cli.option.ProgressOption;
import org.nalsm.spark.cluster.SparkContexts;
import org.nalsm.spark.config.DataConfig;
import org.nalsm.spark.family.liquid.CountJob;
import org.nalsm.spark.family.liquid.LiquidWeights;
import org.nalsm.spark.identity.CanonicalJson;
import org.nalsm.spark.results.Results;
import org.nalsm.spark.run.Experiment;
import org.nalsm.spark.run.SharedStorage;
import org.nalsm.spark.run.StoredRun;
import org.nalsm.spark.sample.SampleSource;
import org.nalsm.spark.sample.SampleSources;
import org.nalsm.spark.sample.UserSamples;
import org.nalsm.spark.table.ResultsStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code nalsm simulate}: spike counts of a user's own samples, for people who only want the reservoir. */
@Command(
        name = "simulate",
        description = "Spike counts of your own samples with a given liquid, no readout: into the table spike_counts, "
                + "split user, under an id u-... that depends on liquid and samples.",
        mixinStandardHelpOptions = true)
final class SimulateCommand implements Callable<String> {
    @Mixin
    private CommonOptions common;

    @Mixin
    private ProgressOption progressOption;

    @Option(
            names = "--run",
            paramLabel = "RUN",
            description =
                    "Use this run's liquid (id or the beginning of it); default: the liquid of the configuration, "
                            + "which is initialised if need be.")
    private String run;

    @Mixin
    private OwnSamples own;

    @Override
    public String call() {
        Experiment given = common.experiment();
        ResultsStore store = Results.open(given);
        return show(run == null ? ofConfiguration(given, store) : ofRun(given, store));
    }

    private CountJob.Result ofConfiguration(Experiment given, ResultsStore store) {
        boolean needsDataset =
                Liquids.of("simulate", given).model().initialisation().changesWeights();
        DataConfig data = given.config().data();
        Experiment experiment = needsDataset ? given.withDataHash(SampleSources.contentHash(data)) : given;
        return count(experiment, OptionalDouble.empty(), store);
    }

    /** The samples as the run is shown its own, so that an image does not depend on those beside it. */
    private CountJob.Result ofRun(Experiment given, ResultsStore store) {
        StoredRun stored = Results.stored(store, Results.find(store, run), given);
        Liquids.of("simulate", stored);
        if (!LiquidWeights.has(store, stored.runId())) {
            throw new UserException(
                    UserException.Kind.NO_INPUT,
                    "run " + stored.runId() + " in " + store.root()
                            + " has no initialised liquid yet; 'nalsm train' with its configuration makes it");
        }
        return count(stored.experiment(), stored.row().parts().trainingPixelShare(), store);
    }

    /** Simulates the samples with the experiment's liquid, unless their counts are on disk. */
    private CountJob.Result count(Experiment experiment, OptionalDouble trainingPixelShare, ResultsStore store) {
        UserSamples samples = own.read(experiment.config().data());
        CountJob job = new CountJob(experiment, samples, trainingPixelShare, store);
        if (job.isComplete()) {
            progressOption.console().say("Counts %s are complete; nothing to simulate.".formatted(job.id()));
            return job.found();
        }
        store.checkWritable();
        Optional<SampleSource> dataset = job.needsInitialisation()
                ? Optional.of(SampleSources.load(experiment.config().data()))
                : Optional.empty();
        try (JavaSparkContext spark = SparkContexts.open("nalsm simulate " + job.id())) {
            SharedStorage.require(spark, store);
            return job.run(spark, dataset, progressOption.console().progress());
        }
    }

    private String show(CountJob.Result result) {
        if (common.json()) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("id", result.id());
            fields.put("liquid", result.liquid());
            fields.put("split", CountJob.SPLIT);
            fields.put("samples", result.samples());
            fields.put("simulated", result.simulated());
            fields.put("neurons", result.neurons());
            fields.put("input_spikes_per_sample", result.inputSpikes());
            fields.put("liquid_spikes_per_sample", result.liquidSpikes());
            fields.put("counts", result.directory());
            return CanonicalJson.write(fields);
        }
        return String.format(
                Locale.ROOT,
                "%-22s %s%n%-22s %s%n%-22s %,d  (%,d found on disk)%n" + "%-22s liquid %,.0f, input %,.0f%n%-22s %s%n",
                "counts",
                result.id(),
                "liquid of",
                result.liquid(),
                "samples",
                result.samples(),
                result.samples() - result.simulated(),
                "spikes per sample",
                result.liquidSpikes(),
                result.inputSpikes(),
                "table",
                result.directory());
    }
}
