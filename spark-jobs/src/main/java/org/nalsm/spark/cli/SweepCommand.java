package org.nalsm.spark.cli;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.nalsm.engine.UserException;
import org.nalsm.spark.cli.console.Interruption;
import org.nalsm.spark.cli.option.CommonOptions;
import org.nalsm.spark.cli.option.Results;
import org.nalsm.spark.cluster.SparkContexts;
import org.nalsm.spark.config.DataConfig;
import org.nalsm.spark.config.ResolvedSweep;
import org.nalsm.spark.family.KnownFamilies;
import org.nalsm.spark.run.Metric;
import org.nalsm.spark.run.SharedStorage;
import org.nalsm.spark.sweep.SweepJob;
import org.nalsm.spark.sweep.SweepResult;
import org.nalsm.spark.table.ResultsStore;
import org.nalsm.spark.table.RunStatus;
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

    @Option(names = "--retry-failed", description = "Runs the trials again that an earlier attempt recorded as failed.")
    private boolean retryFailed;

    @Option(names = "--dry-run", description = "Checks the file and lists the trials; runs nothing.")
    private boolean dryRun;

    private int exitCode;

    @Override
    public String call() {
        PrintStream err = System.err;
        ResolvedSweep sweep = common.loadSweep();
        String id = sweep.id();
        if (dryRun) {
            return common.json() ? SweepTables.plannedJson(id, sweep) : SweepTables.planned(id, sweep);
        }
        ResultsStore store = Results.open(sweep.base().experiment().output().dir());
        store.checkWritable();
        err.printf("Sweep %s (%s): %s%n", id, sweep.sweep().name(), headline(sweep));
        try (JavaSparkContext spark =
                SparkContexts.openFair("nalsm sweep " + sweep.sweep().name())) {
            err.printf("%s; results go to %s%n", SparkContexts.describe(spark), store.root());
            SharedStorage.require(spark, store);
            SweepTables tables = new SweepTables(metrics(sweep));
            SweepView view = new SweepView(err, tables);
            SweepJob job = new SweepJob(spark, sweep, store, retryFailed, view);
            Runnable stop = () -> {
                view.stop();
                job.stop();
            };
            String message = "sweep " + id + " stops; the same command goes on with what is missing";
            try (Interruption interruption = new Interruption(stop, message, err)) {
                return interruption
                        .unlessStopped(job::run)
                        .map(result -> show(result, tables, store, err))
                        .orElse("");
            }
        }
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

    private String show(SweepResult result, SweepTables tables, ResultsStore store, PrintStream err) {
        RunStatus status = result.row().status();
        if (status == RunStatus.RUNNING
                || status == RunStatus.STOPPED && result.mistake().isEmpty()) {
            return ""; // not over, and the hook has said why
        }
        int failed = result.failed().size();
        if (failed > 0) {
            err.printf(
                    "nalsm: %d of %d trials failed; mend what is wrong and give --retry-failed%n",
                    failed, result.trials().size());
        }
        if (status == RunStatus.STOPPED) {
            err.printf(
                    "nalsm: %d of %d trials are still to be done, and the same command goes on with them: %s%n",
                    result.left().size(),
                    result.trials().size(),
                    result.mistake().map(UserException::getMessage).orElse(""));
        }
        if (failed > 0 || status == RunStatus.STOPPED) {
            exitCode =
                    result.mistake().map(mistake -> mistake.kind().exitCode()).orElse(Main.INTERNAL_ERROR);
        }
        return common.json() ? tables.resultJson(result, store.root()) : tables.result(result, store.root());
    }

    /** 0, or that of the first failed trial: 78 for an impossible configuration, 70 if the reason is not known. */
    @Override
    public int getExitCode() {
        return exitCode;
    }
}
