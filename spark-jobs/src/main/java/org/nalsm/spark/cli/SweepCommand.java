package org.nalsm.spark.cli;

import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.hadoop.util.ShutdownHookManager;
import org.apache.spark.api.java.JavaSparkContext;
import org.nalsm.engine.UserException;
import org.nalsm.spark.config.ResolvedSweep;
import org.nalsm.spark.job.Experiment;
import org.nalsm.spark.session.SparkContexts;
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
        mixinStandardHelpOptions = true)
final class SweepCommand implements Callable<String>, IExitCodeGenerator {
    /** Before Spark's own hook, which ends the running jobs. */
    private static final int BEFORE_SPARK_STOPS = 100;

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
        String id = sweep.id(CodeVersion.current());
        if (dryRun) {
            return common.json() ? SweepTables.plannedJson(id, sweep) : SweepTables.planned(id, sweep);
        }
        ResultsStore store = Results.open(sweep.base().experiment().output().dir());
        store.checkWritable();
        err.printf("Sweep %s (%s): %s%n", id, sweep.sweep().name(), headline(sweep));
        try (JavaSparkContext spark =
                SparkContexts.openFair("nalsm sweep " + sweep.sweep().name())) {
            err.printf(
                    "Spark %s on %s, %d tasks at a time; results go to %s%n",
                    spark.version(), spark.master(), spark.defaultParallelism(), store.root());
            SweepJob job = new SweepJob(spark, sweep, CodeVersion.current(), store, retryFailed, new SweepView(err));
            Runnable onStop = () -> {
                job.stop();
                err.printf("%nnalsm: sweep %s stops; the same command goes on with what is missing%n", id);
            };
            ShutdownHookManager.get().addShutdownHook(onStop, BEFORE_SPARK_STOPS);
            try {
                return show(job.run(), store, err);
            } finally {
                if (!ShutdownHookManager.get().isShutdownInProgress()) {
                    ShutdownHookManager.get().removeShutdownHook(onStop);
                }
            }
        }
    }

    private static String headline(ResolvedSweep sweep) {
        Experiment base = Experiment.of(sweep.base(), CodeVersion.current());
        var data = base.config().data();
        return String.format(
                Locale.ROOT,
                "%,d trials, %d at a time; %s, %,d + %,d + %,d samples unless varied",
                sweep.trials().size(),
                sweep.sweep().parallelTrials(),
                data.dataset(),
                data.trainSamples(),
                data.validSamples(),
                data.testSamples());
    }

    private String show(SweepResult result, ResultsStore store, PrintStream err) {
        if (result.row().status() == RunStatus.RUNNING) {
            return ""; // stopped; the hook has said so
        }
        int failed = result.failed().size();
        if (failed > 0) {
            err.printf(
                    "nalsm: %d of %d trials failed; mend what is wrong and give --retry-failed%n",
                    failed, result.trials().size());
            exitCode = result.mistake().map(UserException.Kind::exitCode).orElse(Main.INTERNAL_ERROR);
        }
        return common.json() ? SweepTables.resultJson(result, store.root()) : SweepTables.result(result, store.root());
    }

    /** 0, or that of the first failed trial: 78 for an impossible configuration, 70 if the reason is not known. */
    @Override
    public int getExitCode() {
        return exitCode;
    }
}
