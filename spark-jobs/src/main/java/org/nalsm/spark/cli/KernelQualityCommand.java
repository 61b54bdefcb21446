package org.nalsm.spark.cli;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.spark.api.java.JavaSparkContext;
import org.nalsm.engine.UserException;
import org.nalsm.spark.config.CanonicalJson;
import org.nalsm.spark.config.DataConfig;
import org.nalsm.spark.job.Experiment;
import org.nalsm.spark.job.KernelQualityJob;
import org.nalsm.spark.job.SampleSource;
import org.nalsm.spark.job.SampleSources;
import org.nalsm.spark.session.SparkContexts;
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
        RunSelection.Selected selected = selection.find();
        RunRow row = selected.row();
        Experiment experiment = selected.experiment();
        DataConfig data = Results.data(selected.given(), experiment);
        Results.requireSameData(experiment, data);
        SampleSource samples = SampleSources.load(experiment.config(), data);
        try (JavaSparkContext spark = SparkContexts.open("nalsm kernel-quality " + row.runId())) {
            return show(
                    row,
                    new KernelQualityJob(spark, experiment, samples, selected.store(), new ConsoleProgress(System.err))
                            .run(shuffles, samplesPerClass));
        }
    }

    private String show(RunRow row, KernelQualityJob.Result result) {
        if (selection.json()) {
            return CanonicalJson.write(Map.of(
                    "run_id",
                    row.runId(),
                    "separation_rank",
                    result.separation(),
                    "generalisation_rank",
                    result.generalisation(),
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
                        result.separation(),
                        result.separationSpread(),
                        result.generalisation(),
                        result.generalisationSpread());
    }
}
