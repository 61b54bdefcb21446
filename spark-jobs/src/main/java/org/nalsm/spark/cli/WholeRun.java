package org.nalsm.spark.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaSparkContext;
import org.nalsm.engine.UserException;
import org.nalsm.spark.cli.console.Console;
import org.nalsm.spark.cli.console.Interruption;
import org.nalsm.spark.cli.console.Printable;
import org.nalsm.spark.cluster.SparkContexts;
import org.nalsm.spark.config.ResolvedConfig;
import org.nalsm.spark.family.Families;
import org.nalsm.spark.family.Intervals;
import org.nalsm.spark.figure.Numbers;
import org.nalsm.spark.identity.CanonicalJson;
import org.nalsm.spark.note.NoteRow;
import org.nalsm.spark.note.RunNotes;
import org.nalsm.spark.results.Results;
import org.nalsm.spark.run.Experiment;
import org.nalsm.spark.run.Metric;
import org.nalsm.spark.run.ModelFamily;
import org.nalsm.spark.run.Progress;
import org.nalsm.spark.run.RunJob;
import org.nalsm.spark.run.RunResult;
import org.nalsm.spark.run.SharedStorage;
import org.nalsm.spark.sample.SampleSource;
import org.nalsm.spark.sample.SampleSources;
import org.nalsm.spark.table.ResultsStore;
import org.nalsm.spark.table.RunCatalog;
import org.nalsm.spark.table.RunLease;
import org.nalsm.spark.table.RunRow;
import org.nalsm.spark.tracking.Described;
import org.nalsm.spark.tracking.Tracking;

/** A run from its configuration to its results, with what there is to say on the way; the work of train and import. */
final class WholeRun {
    /** What is done when nothing stands in the way, before the first phase. */
    interface Preparation {
        void prepare(Experiment experiment, ResultsStore store);
    }

    private final boolean overwrite;
    private final boolean json;
    private final boolean verbose;
    private final Optional<String> name;
    private final Console console;
    private final Preparation preparation;

    /**
     * @param overwrite whether what an earlier run left is deleted first
     * @param json whether the result is to be one line of JSON
     * @param verbose whether all of the configuration is shown, defaults too
     * @param name what people are to call the run; empty to leave it as it is
     */
    WholeRun(
            boolean overwrite,
            boolean json,
            boolean verbose,
            Optional<String> name,
            Console console,
            Preparation preparation) {
        this.overwrite = overwrite;
        this.json = json;
        this.verbose = verbose;
        this.name = name;
        this.console = console;
        this.preparation = preparation;
    }

    /** Runs what is missing of an experiment, and says on the console what it does. */
    String of(Experiment given) {
        Experiment experiment =
                given.withDataHash(SampleSources.contentHash(given.config().data()));
        ModelFamily family = Families.of(experiment);
        ResultsStore store = Results.open(experiment);
        RunNotes notes = new RunNotes(store);
        Optional<NoteRow> named = name.map(text -> notes.of(experiment.runId()).named(text));
        if (overwrite) {
            delete(experiment, store);
        } else {
            requireSameConfiguration(experiment, store);
        }
        Optional<RunResult> earlier = RunJob.findComplete(experiment, store);
        if (earlier.isPresent()) {
            named.ifPresent(notes::write);
            console.say("Run %s is complete; nothing to do (--overwrite repeats it).".formatted(experiment.runId()));
            console.progress().row(earlier.get().run());
            return show(earlier.get(), family);
        }
        family.check(experiment);
        store.checkWritable();
        preparation.prepare(experiment, store);
        named.ifPresent(notes::write);
        describe(experiment, family);
        SampleSource samples = family.ownSamples(experiment)
                .orElseGet(() -> SampleSources.load(experiment.config().data()));
        try (JavaSparkContext spark = SparkContexts.open("nalsm train " + experiment.runId())) {
            console.say("%s; results go to %s".formatted(SparkContexts.describe(spark), store.root()));
            SharedStorage.require(spark, store);
            Tracking tracking = Tracking.of(System.getenv(), console::warn);
            try (tracking) {
                Progress progress = tracking.run(
                        Described.of(experiment.resolved(), notes.of(experiment.runId())), console.progress());
                RunJob job = new RunJob(spark, family, experiment, samples, store, progress);
                return run(job, experiment, family, tracking);
            }
        }
    }

    private String run(RunJob job, Experiment experiment, ModelFamily family, Tracking tracking) {
        Runnable stop = () -> {
            console.stop();
            job.stop();
            tracking.close();
        };
        String message = "run " + experiment.runId() + " stops; the same command goes on where it stopped";
        try (Interruption interruption = new Interruption(stop, message, console::warn)) {
            return interruption
                    .unlessStopped(job::run)
                    .map(result -> {
                        console.say(next(experiment, family));
                        return show(result, family);
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

    private void describe(Experiment experiment, ModelFamily family) {
        console.say("Run " + experiment.runId()
                + name.map(text -> " \"" + Printable.of(text) + "\"").orElse("") + ": "
                + experiment.config().model() + ", " + family.workload(experiment));
        List<String> settings = verbose
                ? experiment.resolved().describeWithOrigins()
                : experiment.resolved().describeWhatIsSet();
        console.say(
                verbose
                        ? "Configuration (--set > --config > reference.conf):"
                        : "Configuration: the defaults" + (settings.isEmpty() ? "" : " but for") + " (-v shows all)");
        settings.forEach(line -> console.say("  " + line));
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

    private String show(RunResult result, ModelFamily family) {
        return json ? json(result, family.metrics()) : table(result, family.metrics(), family.phaseNames());
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
        fields.put("intervals_95", Intervals.of(run).of(run.outcome().measured()));
        fields.put("seconds", run.outcome().seconds());
        fields.put("total_seconds", CanonicalJson.orNull(run.outcome().totalSeconds()));
        fields.put("devices", run.outcome().devices());
        fields.put("results", result.resultsAt());
        return CanonicalJson.write(fields);
    }

    static String table(RunResult result, List<Metric> metrics, List<String> phases) {
        RunRow run = result.run();
        Intervals intervals = Intervals.of(run);
        StringBuilder text = new StringBuilder();
        row(text, "run", run.runId() + "  (" + run.model() + ", " + run.dataset() + ")");
        for (Metric metric : metrics) {
            double value = run.outcome().metric(metric.name());
            if (!Double.isNaN(value)) {
                String interval = intervals
                        .of(metric, value)
                        .map(found -> "  (" + found + ")")
                        .orElse("");
                row(text, metric.title(), metric.format(value) + interval);
            }
        }
        row(text, "time", time(run.outcome(), phases));
        if (!run.outcome().devices().isEmpty()) {
            row(text, "devices", run.outcome().devices());
        }
        row(text, "results", result.resultsAt());
        return text.toString();
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
