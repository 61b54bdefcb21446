package org.nalsm.spark.cli;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.spark.api.java.JavaSparkContext;
import org.nalsm.engine.UserException;
import org.nalsm.spark.cli.option.Liquids;
import org.nalsm.spark.cli.option.ProgressOption;
import org.nalsm.spark.cli.option.RunSelection;
import org.nalsm.spark.cluster.SparkContexts;
import org.nalsm.spark.family.liquid.KernelQualityJob;
import org.nalsm.spark.identity.CanonicalJson;
import org.nalsm.spark.results.Results;
import org.nalsm.spark.run.Experiment;
import org.nalsm.spark.run.SharedStorage;
import org.nalsm.spark.run.StoredRun;
import org.nalsm.spark.sample.SampleSource;
import org.nalsm.spark.sample.SampleSources;
import org.nalsm.spark.table.RunRow;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code nalsm kernel-quality}: separation and generalisation rank of a run. */
@Command(
        name = "kernel-quality",
        description = "Separation and generalisation rank of a run; simulates the noisy copies that it needs.",
        mixinStandardHelpOptions = true)
final class KernelQualityCommand implements Callable<String> {
    @Mixin
    private RunSelection selection;

    @Mixin
    private ProgressOption progressOption;

    @Option(
            names = "--shuffles",
            defaultValue = "1000",
            description = "Random choices of samples to average over (default: ${DEFAULT-VALUE}).")
    private int shuffles;

    @Option(
            names = "--samples-per-class",
            defaultValue = "100",
            description = "Samples of each class in a choice (default: ${DEFAULT-VALUE}).")
    private int samplesPerClass;

    @Override
    public String call() {
        if (shuffles < 1 || samplesPerClass < 1) {
            throw new UserException(
                    UserException.Kind.USAGE,
                    "--shuffles (%d) and --samples-per-class (%d) must be at least 1"
                            .formatted(shuffles, samplesPerClass));
        }
        StoredRun run = selection.find();
        Liquids.of("kernel-quality", run);
        Results.requireSameData(run);
        Experiment experiment = run.experiment();
        SampleSource samples = SampleSources.load(experiment.config().data());
        try (JavaSparkContext spark = SparkContexts.open("nalsm kernel-quality " + run.runId())) {
            SharedStorage.require(spark, run.store());
            return show(
                    run.row(),
                    new KernelQualityJob(
                                    spark,
                                    experiment,
                                    samples,
                                    run.store(),
                                    progressOption.console().progress())
                            .run(shuffles, samplesPerClass));
        }
    }

    private String show(RunRow row, KernelQualityJob.Result result) {
        if (selection.json()) {
            return CanonicalJson.write(Map.of(
                    "run_id",
                    row.runId(),
                    "separation_rank",
                    result.separation().mean(),
                    "generalisation_rank",
                    result.generalisation().mean(),
                    "shuffles",
                    result.shuffles(),
                    "samples_per_class",
                    result.samplesPerClass()));
        }
        String ranks = result.shuffles() == 1
                ? "separation rank      %1$.0f%ngeneralisation rank  %3$.0f"
                : "separation rank      %1$.1f (standard deviation %2$.1f)%ngeneralisation rank  %3$.1f (%4$.1f)";
        return String.format(
                        Locale.ROOT,
                        "run %s (%s, %s), %d shuffles of %d samples a class%n",
                        row.runId(),
                        row.model(),
                        row.dataset(),
                        result.shuffles(),
                        result.samplesPerClass())
                + String.format(
                        Locale.ROOT,
                        ranks,
                        result.separation().mean(),
                        result.separation().standardDeviation(),
                        result.generalisation().mean(),
                        result.generalisation().standardDeviation());
    }
}
