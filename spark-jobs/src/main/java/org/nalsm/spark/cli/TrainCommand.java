package org.nalsm.spark.cli;

import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.apache.spark.api.java.JavaSparkContext;
import org.nalsm.spark.config.CanonicalJson;
import org.nalsm.spark.config.ResolvedConfig;
import org.nalsm.spark.job.Experiment;
import org.nalsm.spark.job.SampleSource;
import org.nalsm.spark.job.SampleSources;
import org.nalsm.spark.job.TrainJob;
import org.nalsm.spark.job.TrainResult;
import org.nalsm.spark.session.SparkContexts;
import org.nalsm.spark.table.ResultsStore;
import org.nalsm.spark.table.RunRow;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code nalsm train}: the whole experiment. */
@Command(
        name = "train",
        description = "Runs an experiment: network, liquid initialisation, simulation, readout, test accuracy.",
        mixinStandardHelpOptions = true)
final class TrainCommand implements Callable<String> {
    @Mixin
    private CommonOptions common;

    @Option(
            names = "--overwrite",
            description = "Deletes what an earlier run of this configuration left, and runs it again.")
    private boolean overwrite;

    @Override
    public String call() {
        PrintStream err = System.err;
        ResolvedConfig config = common.load();
        Experiment experiment = SampleSources.identified(Experiment.of(config, CodeVersion.current()));
        ResultsStore store = Results.open(experiment);
        if (overwrite) {
            store.runs().delete(experiment.runId());
        }
        Optional<TrainResult> earlier = TrainJob.findComplete(experiment, store);
        if (earlier.isPresent()) {
            err.printf("Run %s is complete; nothing to do (--overwrite repeats it).%n", experiment.runId());
            return show(earlier.get());
        }
        store.checkWritable();
        err.printf(
                "Run %s: %s%nConfiguration (--set > --config > reference.conf):%n",
                experiment.runId(), headline(experiment));
        config.describeWithOrigins().forEach(line -> err.println("  " + line));
        SampleSource samples = SampleSources.load(experiment.config());
        try (JavaSparkContext spark = SparkContexts.open("nalsm train " + experiment.runId())) {
            err.printf(
                    "Spark %s on %s, %d tasks at a time; results go to %s%n",
                    spark.version(), spark.master(), spark.defaultParallelism(), store.root());
            return show(new TrainJob(spark, experiment, samples, store, new ConsoleProgress(err)).run());
        }
    }

    private static String headline(Experiment experiment) {
        var config = experiment.config();
        return String.format(
                Locale.ROOT,
                "%s, %,d neurons, %s, %,d + %,d + %,d samples",
                config.model().name().key(),
                config.network().neurons(),
                config.data().dataset(),
                config.data().trainSamples(),
                config.data().validSamples(),
                config.data().testSamples());
    }

    private String show(TrainResult result) {
        return common.json() ? json(result) : table(result);
    }

    private static String json(TrainResult result) {
        RunRow run = result.run();
        Map<String, Object> fields = new TreeMap<>();
        fields.put("run_id", run.runId());
        fields.put("status", run.status().word());
        fields.put("already_complete", result.alreadyComplete());
        fields.put("samples", result.samples());
        fields.put("train_accuracy", run.scores().trainAccuracy());
        fields.put("valid_accuracy", run.scores().validAccuracy());
        fields.put("test_accuracy", run.scores().testAccuracy());
        fields.put("best_epoch", run.scores().bestEpoch().orElse(-1));
        fields.put("samples_per_second", CanonicalJson.orNull(run.scores().samplesPerSecond()));
        fields.put("liquid_spikes_per_sample", CanonicalJson.orNull(run.scores().liquidSpikesPerSample()));
        fields.put("input_spikes_per_sample", CanonicalJson.orNull(run.scores().inputSpikesPerSample()));
        fields.put("total_seconds", run.seconds().total());
        fields.put("results", result.resultsAt());
        return CanonicalJson.write(fields);
    }

    private static String table(TrainResult result) {
        RunRow run = result.run();
        var seconds = run.seconds();
        var scores = run.scores();
        StringBuilder text = new StringBuilder();
        row(text, "run", run.runId() + "  (" + run.model() + ", " + run.dataset() + ")");
        row(text, "accuracy, train", percent(scores.trainAccuracy()));
        row(
                text,
                "accuracy, validation",
                percent(scores.validAccuracy()) + "  (epoch "
                        + scores.bestEpoch().orElse(-1) + ")");
        row(text, "accuracy, test", percent(scores.testAccuracy()));
        row(
                text,
                "spikes per sample",
                String.format(
                        Locale.ROOT,
                        "liquid %,.0f, input %,.0f",
                        scores.liquidSpikesPerSample(),
                        scores.inputSpikesPerSample()));
        row(
                text,
                "simulation",
                Double.isNaN(scores.samplesPerSecond())
                        ? "found on disk"
                        : String.format(Locale.ROOT, "%,.0f samples/s", scores.samplesPerSecond()));
        row(
                text,
                "time",
                String.format(
                        "%s  (network %s, initialisation %s, simulation %s, readout %s)",
                        ConsoleProgress.duration(seconds.total()),
                        ConsoleProgress.duration(seconds.network()),
                        ConsoleProgress.duration(seconds.initialisation()),
                        ConsoleProgress.duration(seconds.simulation()),
                        ConsoleProgress.duration(seconds.readout())));
        row(text, "results", result.resultsAt());
        return text.toString();
    }

    private static void row(StringBuilder text, String name, String value) {
        text.append(String.format("%-22s %s%n", name, value));
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.2f %%", 100 * share);
    }
}
