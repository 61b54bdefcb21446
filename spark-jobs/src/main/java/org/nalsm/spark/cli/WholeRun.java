package org.nalsm.spark.cli;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaSparkContext;
import org.nalsm.engine.UserException;
import org.nalsm.engine.analysis.ShareInterval;
import org.nalsm.engine.dataset.Split;
import org.nalsm.spark.cli.console.ConsoleProgress;
import org.nalsm.spark.cli.console.Interruption;
import org.nalsm.spark.cli.option.Results;
import org.nalsm.spark.cluster.SparkContexts;
import org.nalsm.spark.config.ResolvedConfig;
import org.nalsm.spark.family.Families;
import org.nalsm.spark.figure.Numbers;
import org.nalsm.spark.identity.CanonicalJson;
import org.nalsm.spark.run.Experiment;
import org.nalsm.spark.run.Metric;
import org.nalsm.spark.run.ModelFamily;
import org.nalsm.spark.run.RunJob;
import org.nalsm.spark.run.RunResult;
import org.nalsm.spark.run.SharedStorage;
import org.nalsm.spark.sample.SampleSource;
import org.nalsm.spark.sample.SampleSources;
import org.nalsm.spark.table.PredictionRow;
import org.nalsm.spark.table.ResultsStore;
import org.nalsm.spark.table.RunCatalog;
import org.nalsm.spark.table.RunLease;
import org.nalsm.spark.table.RunRow;

/** A run from its configuration to its results, with what there is to say on the way; the work of train and import. */
final class WholeRun {
    /** What is done when nothing stands in the way, before the first phase. */
    interface Preparation {
        void prepare(Experiment experiment, ResultsStore store);
    }

    private final boolean overwrite;
    private final boolean json;
    private final boolean verbose;
    private final Preparation preparation;

    /**
     * @param overwrite whether what an earlier run left is deleted first
     * @param json whether the result is to be one line of JSON
     * @param verbose whether all of the configuration is shown, defaults too
     */
    WholeRun(boolean overwrite, boolean json, boolean verbose, Preparation preparation) {
        this.overwrite = overwrite;
        this.json = json;
        this.verbose = verbose;
        this.preparation = preparation;
    }

    /** Runs what is missing of an experiment, and says on standard error what it does. */
    String of(Experiment given) {
        PrintStream err = System.err;
        Experiment experiment =
                given.withDataHash(SampleSources.contentHash(given.config().data()));
        ModelFamily family = Families.of(experiment);
        ResultsStore store = Results.open(experiment);
        if (overwrite) {
            delete(experiment, store);
        } else {
            requireSameConfiguration(experiment, store);
        }
        Optional<RunResult> earlier = RunJob.findComplete(experiment, store);
        if (earlier.isPresent()) {
            err.printf("Run %s is complete; nothing to do (--overwrite repeats it).%n", experiment.runId());
            return show(earlier.get(), family, store);
        }
        family.check(experiment);
        store.checkWritable();
        preparation.prepare(experiment, store);
        describe(experiment, family, err);
        SampleSource samples = family.ownSamples(experiment)
                .orElseGet(() -> SampleSources.load(experiment.config().data()));
        try (JavaSparkContext spark = SparkContexts.open("nalsm train " + experiment.runId())) {
            err.printf("%s; results go to %s%n", SparkContexts.describe(spark), store.root());
            SharedStorage.require(spark, store);
            ConsoleProgress progress = new ConsoleProgress(err);
            return run(
                    new RunJob(spark, family, experiment, samples, store, progress),
                    experiment,
                    family,
                    store,
                    progress,
                    err);
        }
    }

    private String run(
            RunJob job,
            Experiment experiment,
            ModelFamily family,
            ResultsStore store,
            ConsoleProgress progress,
            PrintStream err) {
        Runnable stop = () -> {
            progress.stop();
            job.stop();
        };
        String message = "run " + experiment.runId() + " stops; the same command goes on where it stopped";
        try (Interruption interruption = new Interruption(stop, message, err)) {
            return interruption
                    .unlessStopped(job::run)
                    .map(result -> {
                        err.println(next(experiment, family));
                        return show(result, family, store);
                    })
                    .orElse("");
        }
    }

    /** What a user may want next. Who makes samples of their own takes none from files. */
    private static String next(Experiment experiment, ModelFamily family) {
        return "Next: 'nalsm report %1$s' draws it, 'nalsm evaluate %1$s' has its confusion matrix"
                        .formatted(experiment.runId())
                + (family.ownSamples(experiment).isPresent()
                        ? ""
                        : ", 'nalsm predict --run %s FILE' classifies your own samples".formatted(experiment.runId()));
    }

    private void describe(Experiment experiment, ModelFamily family, PrintStream err) {
        err.printf(
                "Run %s: %s%n", experiment.runId(), experiment.config().model() + ", " + family.workload(experiment));
        List<String> settings = verbose
                ? experiment.resolved().describeWithOrigins()
                : experiment.resolved().describeWhatIsSet();
        err.println(
                verbose
                        ? "Configuration (--set > --config > reference.conf):"
                        : "Configuration: the defaults" + (settings.isEmpty() ? "" : " but for") + " (-v shows all)");
        settings.forEach(line -> err.println("  " + line));
    }

    /** Deletes what an earlier run left, unless somebody works on it. */
    private static void delete(Experiment experiment, ResultsStore store) {
        RunLease lease = RunLease.take(store, experiment.runId()); // which may be there before the run has a row
        try (lease) {
            new RunCatalog(store).delete(experiment.runId());
        }
    }

    /** @throws UserException CANNOT_WRITE if a run of that name has another configuration */
    private static void requireSameConfiguration(Experiment experiment, ResultsStore store) {
        Optional<RunRow> row = new RunCatalog(store).find(experiment.runId());
        if (row.isPresent() && !isSameConfiguration(experiment, row.get())) {
            throw new UserException(
                    UserException.Kind.CANNOT_WRITE,
                    ("run %s in %s was made with another "
                                    + "configuration; use another output.dir, or --overwrite to replace it")
                            .formatted(experiment.runId(), store.root()));
        }
    }

    private static boolean isSameConfiguration(Experiment experiment, RunRow row) {
        try {
            ResolvedConfig earlier = Families.configLoader().load(List.of(Results.configuration(row)), List.of());
            return experiment.resolved().sameResultsAs(earlier);
        } catch (UserException e) {
            return false; // This code would not take it, so it is another one.
        }
    }

    private String show(RunResult result, ModelFamily family, ResultsStore store) {
        if (json) {
            return json(result, family.metrics());
        }
        int tested = store.readPartition(PredictionRow.TABLE, result.run().runId(), Split.TEST.label())
                .size();
        return table(result, family.metrics(), family.phaseNames(), tested);
    }

    static String json(RunResult result, List<Metric> metrics) {
        RunRow run = result.run();
        Map<String, Object> fields = new TreeMap<>();
        fields.put("run_id", run.runId());
        fields.put("status", run.status().word());
        fields.put("already_complete", result.alreadyComplete());
        fields.put("samples", result.samples());
        metrics.forEach(metric ->
                fields.put(metric.name(), CanonicalJson.orNull(run.outcome().metric(metric.name()))));
        fields.put("seconds", run.outcome().seconds());
        fields.put("total_seconds", CanonicalJson.orNull(run.outcome().totalSeconds()));
        fields.put("devices", run.outcome().devices());
        fields.put("results", result.resultsAt());
        return CanonicalJson.write(fields);
    }

    /** @param tested of how many predictions the test accuracy is */
    static String table(RunResult result, List<Metric> metrics, List<String> phases, int tested) {
        RunRow run = result.run();
        StringBuilder text = new StringBuilder();
        row(text, "run", run.runId() + "  (" + run.model() + ", " + run.dataset() + ")");
        for (Metric metric : metrics) {
            double value = run.outcome().metric(metric.name());
            if (!Double.isNaN(value)) {
                row(text, metric.title(), metric.format(value) + interval(metric, value, tested));
            }
        }
        row(text, "time", time(run.outcome(), phases));
        if (!run.outcome().devices().isEmpty()) {
            row(text, "devices", run.outcome().devices());
        }
        row(text, "results", result.resultsAt());
        return text.toString();
    }

    /** How sure the test accuracy is; nothing beside other metrics. */
    private static String interval(Metric metric, double value, int tested) {
        return metric.equals(Metric.TEST_ACCURACY) && tested > 0 ? "  (" + ShareInterval.of(value, tested) + ")" : "";
    }

    private static String time(RunRow.Outcome outcome, List<String> phases) {
        String total = Numbers.duration(outcome.totalSeconds());
        return outcome.seconds().isEmpty()
                ? total
                : total
                        + outcome.seconds(phases).entrySet().stream()
                                .map(phase -> phase.getKey() + " " + Numbers.duration(phase.getValue()))
                                .collect(Collectors.joining(", ", "  (", ")"));
    }

    private static void row(StringBuilder text, String name, String value) {
        text.append(String.format("%-22s %s%n", name, value));
    }
}
