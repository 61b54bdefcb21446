package org.nalsm.spark.cli;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.nalsm.engine.UserException;
import org.nalsm.spark.config.CanonicalJson;
import org.nalsm.spark.job.CountJob;
import org.nalsm.spark.job.Experiment;
import org.nalsm.spark.job.SampleSources;
import org.nalsm.spark.table.ResultsStore;
import org.nalsm.spark.table.RunRow;
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
        Experiment given = Experiment.of(common.load(), CodeVersion.current());
        ResultsStore store = Results.open(given);
        if (run == null) {
            boolean needsDataset = given.model().initialisation().changesWeights();
            Experiment configured = needsDataset ? SampleSources.identified(given) : given;
            return show(OwnSamples.count("simulate", configured, own.read(configured), store));
        }
        Experiment experiment = ofRun(store, given);
        return show(OwnSamples.count("simulate", experiment, own.readFor(experiment, given, store), store));
    }

    private Experiment ofRun(ResultsStore store, Experiment given) {
        RunRow row = Results.find(store, run);
        if (!store.hasLiquidWeights(row.runId())) {
            throw new UserException(
                    UserException.Kind.NO_INPUT,
                    "run " + row.runId() + " in " + store.root()
                            + " has no initialised liquid yet; 'nalsm train' with its configuration makes it");
        }
        return Results.experiment(row, given);
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
