package org.nalsm.spark.cli;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.nalsm.engine.UserException;
import org.nalsm.spark.cli.console.Console;
import org.nalsm.spark.cli.console.Interruption;
import org.nalsm.spark.cli.console.JsonConsole;
import org.nalsm.spark.cli.console.TextConsole;
import org.nalsm.spark.cli.option.CommonOptions;
import org.nalsm.spark.cli.option.ProgressOption;
import org.nalsm.spark.cluster.SparkContexts;
import org.nalsm.spark.config.DataConfig;
import org.nalsm.spark.config.ResolvedSweep;
import org.nalsm.spark.family.KnownFamilies;
import org.nalsm.spark.family.TrialIntervals;
import org.nalsm.spark.results.Results;
import org.nalsm.spark.run.Metric;
import org.nalsm.spark.run.SharedStorage;
import org.nalsm.spark.sweep.PlannedCost;
import org.nalsm.spark.sweep.SweepClock;
import org.nalsm.spark.sweep.SweepJob;
import org.nalsm.spark.sweep.SweepProgress;
import org.nalsm.spark.sweep.SweepResult;
import org.nalsm.spark.table.ResultsStore;
import org.nalsm.spark.table.RunStatus;
import org.nalsm.spark.tracking.Described;
import org.nalsm.spark.tracking.Tracking;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExitCodeGenerator;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code nalsm sweep}: many experiments from one file. */
@Command(
        name = "sweep",
        description = {
            "Runs the experiments that a file with a section 'sweep' describes, some at a time, and ranks them by "
                    + "validation accuracy.",
            "The same command again goes on where a sweep stopped."
        },
        subcommands = SweepListCommand.class,
        mixinStandardHelpOptions = true)
final class SweepCommand implements Callable<String>, IExitCodeGenerator {
    @Mixin
    private CommonOptions common;

    @Mixin
    private ProgressOption progressOption;

    @Option(names = "--retry-failed", description = "Runs the trials again that an earlier attempt recorded as failed.")
    private boolean retryFailed;

    @Option(names = "--dry-run", description = "Checks the file and lists the trials; runs nothing.")
    private boolean dryRun;

    private int exitCode;

    @Override
    public String call() {
        ResolvedSweep sweep = common.loadSweep();
        String id = sweep.id();
        if (dryRun) {
            return common.json() ? SweepTables.plannedJson(id, sweep) : SweepTables.planned(id, sweep);
        }
        Console console = progressOption.console();
        ResultsStore store = Results.open(sweep.base().experiment().output().dir());
        store.checkWritable();
        console.say("Sweep %s (%s): %s".formatted(id, sweep.sweep().name(), headline(sweep)));
        if (sweep.sweep().isHalving()) {
            console.say(SweepTables.cost(sweep).stripTrailing());
        }
        try (JavaSparkContext spark =
                SparkContexts.openFair("nalsm sweep " + sweep.sweep().name())) {
            console.say("%s; results go to %s".formatted(SparkContexts.describe(spark), store.root()));
            SharedStorage.require(spark, store);
            Tracking tracking = Tracking.of(System.getenv(), console::warn);
            try (tracking) {
                return run(spark, sweep, store, console, tracking);
            }
        }
    }

    private String run(
            JavaSparkContext spark, ResolvedSweep sweep, ResultsStore store, Console console, Tracking tracking) {
        SweepTables tables = new SweepTables(metrics(sweep), TrialIntervals.of(sweep.json()));
        SweepShow shown = show(
                console,
                tables,
                new SweepClock(
                        sweep.sweep().parallelTrials(), PlannedCost.of(sweep).rungs(), System::nanoTime));
        SweepProgress progress = tracking.sweep(Described.of(sweep), shown.progress());
        SweepJob job = new SweepJob(spark, sweep, store, retryFailed, progress);
        Runnable stop = () -> {
            console.stop();
            shown.stop().run();
            job.stop();
            tracking.close();
        };
        String message = "sweep " + sweep.id() + " stops; the same command goes on with what is missing";
        try (Interruption interruption = new Interruption(stop, message, console::warn)) {
            return interruption
                    .unlessStopped(job::run)
                    .map(result -> {
                        tracking.ended(result.row().status());
                        return show(result, tables, store, console);
                    })
                    .orElse("");
        }
    }

    /**
     * How a sweep is shown.
     *
     * @param stop ends that
     */
    private record SweepShow(SweepProgress progress, Runnable stop) {}

    private static SweepShow show(Console console, SweepTables tables, SweepClock clock) {
        if (console instanceof JsonConsole machines) {
            return new SweepShow(new SweepEvents(machines, tables.intervals(), clock), () -> {});
        } else if (console instanceof TextConsole text) {
            SweepView view = new SweepView(System.err, tables, clock, text.isTerminal());
            return new SweepShow(view, view::stop);
        }
        return new SweepShow(SweepProgress.NONE, () -> {});
    }

    private static List<Metric> metrics(ResolvedSweep sweep) {
        return KnownFamilies.metrics(Stream.concat(
                        Stream.of(sweep.base()), sweep.trials().stream().flatMap(trial -> trial.config().stream()))
                .map(config -> config.experiment().model())
                .distinct()
                .toList());
    }

    private static String headline(ResolvedSweep sweep) {
        DataConfig data = sweep.base().experiment().data();
        return String.format(
                Locale.ROOT,
                "%s, %d at a time; %s, %,d + %,d + %,d samples unless varied",
                SweepTables.trials(sweep),
                sweep.sweep().parallelTrials(),
                data.dataset(),
                data.trainSamples(),
                data.validSamples(),
                data.testSamples());
    }

    private String show(SweepResult result, SweepTables tables, ResultsStore store, Console console) {
        RunStatus status = result.row().status();
        if (status == RunStatus.RUNNING
                || status == RunStatus.STOPPED && result.mistake().isEmpty()) {
            return ""; // not over, and the hook has said why
        }
        int failed = result.failed().size();
        if (failed > 0) {
            console.warn("%d of %d trials failed; mend what is wrong and give --retry-failed"
                    .formatted(failed, result.trials().size()));
        }
        if (status == RunStatus.STOPPED) {
            console.warn("%d of %d trials are still to be done, and the same command goes on with them: %s"
                    .formatted(
                            result.left().size(),
                            result.trials().size(),
                            result.mistake().map(UserException::getMessage).orElse("")));
        } else if (failed == 0) {
            console.say("Next: 'nalsm report %1$s' draws it; 'nalsm board' shows its trials in a browser"
                    .formatted(result.row().sweepId()));
        }
        if (failed > 0 || status == RunStatus.STOPPED) {
            exitCode =
                    result.mistake().map(mistake -> mistake.kind().exitCode()).orElse(Main.INTERNAL_ERROR);
        }
        if (console instanceof JsonConsole machines) {
            machines.outcome(tables.outcome(result));
        }
        return common.json() ? tables.resultJson(result, store.root()) : tables.result(result, store.root());
    }

    /** 0, or that of the first failed trial: 78 for an impossible configuration, 70 if the reason is not known. */
    @Override
    public int getExitCode() {
        return exitCode;
    }
}
