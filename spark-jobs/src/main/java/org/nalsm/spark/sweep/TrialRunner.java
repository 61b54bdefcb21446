package org.nalsm.spark.sweep;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.nalsm.engine.UserException;
import org.nalsm.spark.cluster.ClusterTrouble;
import org.nalsm.spark.config.SweepTrial;
import org.nalsm.spark.family.Families;
import org.nalsm.spark.run.Experiment;
import org.nalsm.spark.run.ModelFamily;
import org.nalsm.spark.run.RunContext;
import org.nalsm.spark.run.RunJob;
import org.nalsm.spark.run.RunResult;
import org.nalsm.spark.run.SharedWork;
import org.nalsm.spark.sample.SampleSource;
import org.nalsm.spark.sample.SampleSources;
import org.nalsm.spark.table.ResultsStore;
import org.nalsm.spark.table.RunRow;
import org.nalsm.spark.table.SweepCatalog;
import org.nalsm.spark.table.TrialRow;
import org.nalsm.spark.table.TrialStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs one trial at a time on each calling thread, as a Spark job group in a FAIR pool of its own. */
final class TrialRunner {
    private static final Logger LOG = LoggerFactory.getLogger(TrialRunner.class);

    private final JavaSparkContext spark;
    private final String sweepId;
    private final String sweepName;
    private final ResultsStore store;
    private final SweepCatalog catalog;
    private final SharedSamples samples;
    private final SharedWork shared;
    private final boolean retryFailed;
    private final SweepProgress progress;
    private final Set<RunJob> running = ConcurrentHashMap.newKeySet();
    private volatile boolean stopping;

    TrialRunner(
            JavaSparkContext spark,
            String sweepId,
            String sweepName,
            ResultsStore store,
            SharedSamples samples,
            boolean retryFailed,
            int trialsAtOnce,
            SweepProgress progress) {
        this.spark = spark;
        this.sweepId = sweepId;
        this.sweepName = sweepName;
        this.store = store;
        this.catalog = new SweepCatalog(store);
        this.samples = samples;
        this.shared = new SharedWork(store, trialsAtOnce);
        this.retryFailed = retryFailed;
        this.progress = progress;
    }

    /**
     * How a trial ended.
     *
     * @param mistake what a user can mend, if that is why it failed, or waits, just now
     */
    record Outcome(TrialRow row, Optional<UserException> mistake) {
        Outcome(TrialRow row) {
            this(row, Optional.empty());
        }
    }

    /** Runs and trials that are at work wait, in order, for the same command. */
    void stop() {
        stopping = true;
        running.forEach(RunJob::stop);
    }

    /** Runs a trial unless it has been run; its row is on disk afterwards. */
    Outcome run(SweepTrial trial, TrialRow before) {
        if (before.status() == TrialStatus.FAILED && !retryFailed || stopping) {
            return new Outcome(before, trial.error());
        }
        TrialRow row = before;
        long start = System.nanoTime();
        try {
            if (trial.error().isPresent()) {
                throw trial.error().get();
            }
            Experiment unseen = Experiment.of(trial.config().orElseThrow());
            Experiment experiment = unseen.withDataHash(
                    SampleSources.contentHash(unseen.config().data()));
            Optional<RunResult> earlier = RunJob.findComplete(experiment, store);
            if (before.status() == TrialStatus.COMPLETE && earlier.isPresent()) {
                return new Outcome(before);
            }
            row = before.at(TrialStatus.RUNNING, Optional.of(experiment.runId()));
            catalog.write(sweepId, row);
            TrialRow begun = row;
            // Trials may come to the same run, such as by a key that their model does not use.
            RunRow run = shared.alone(
                    experiment.runId(),
                    () -> RunJob.findComplete(experiment, store)
                            .map(RunResult::run)
                            .orElseGet(() -> train(experiment, begun)));
            return end(row.complete(run, seconds(start)), Optional.empty());
        } catch (Exception e) { // Spark's own exceptions are checked ones that no signature declares.
            return failed(row, e, seconds(start));
        }
    }

    private RunRow train(Experiment experiment, TrialRow row) {
        spark.setJobGroup(row.trialId(), "sweep " + sweepName + ": " + text(row.parameters()), true);
        spark.setLocalProperty("spark.scheduler.pool", row.trialId());
        ModelFamily family = Families.of(experiment);
        Broadcast<SampleSource> source = family.ownSamples(experiment)
                .map(spark::broadcast)
                .orElseGet(() -> samples.of(experiment.config().data()));
        RunJob job = new RunJob(family, new RunContext(spark, experiment, source, store, shared), progress.trial(row));
        running.add(job);
        if (stopping) {
            job.stop(); // It was made while stop() told the others.
        }
        try {
            return job.run().run();
        } finally {
            running.remove(job);
            spark.setLocalProperty("spark.scheduler.pool", null);
            spark.clearJobGroup();
        }
    }

    private Outcome failed(TrialRow row, Exception e, double seconds) {
        if (stopping) {
            return wait(row, Optional.empty());
        }
        Optional<UserException> mistake = mistake(e).or(() -> ClusterTrouble.find(spark, e));
        if (mistake.filter(TrialRunner::isOfTheSurroundings).isPresent()) {
            // Without its application every other trial would come here, too.
            stopping |= spark.sc().isStopped();
            return wait(row, mistake);
        }
        if (mistake.isEmpty()) {
            LOG.error("trial {} ({}) failed", row.trialId(), text(row.parameters()), e);
        }
        String message = mistake.map(Throwable::getMessage)
                .orElseGet(() ->
                        "internal error: " + e.toString().lines().findFirst().orElse(""));
        return end(row.failed(message, seconds), mistake);
    }

    /** Whether not the trial is to blame: the cluster, a full disk, another driver that writes the run. */
    private static boolean isOfTheSurroundings(UserException mistake) {
        return mistake.kind() == UserException.Kind.UNAVAILABLE || mistake.kind() == UserException.Kind.CANNOT_WRITE;
    }

    /** The trial stays to be done, also where a full disk keeps that from being noted. */
    private Outcome wait(TrialRow row, Optional<UserException> why) {
        TrialRow waiting = row.at(TrialStatus.PENDING, row.runId());
        try {
            catalog.write(sweepId, waiting);
        } catch (UserException e) {
            LOG.warn("Trial {} waits, and its row still says that it runs: {}", row.trialId(), e.getMessage());
        }
        progress.update(waiting);
        return new Outcome(waiting, why);
    }

    /** What a task throws arrives wrapped in Spark's exceptions. */
    private static Optional<UserException> mistake(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof UserException mendable) {
                return Optional.of(mendable);
            }
        }
        return Optional.empty();
    }

    private Outcome end(TrialRow row, Optional<UserException> mistake) {
        catalog.write(sweepId, row);
        progress.update(row);
        return new Outcome(row, mistake);
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) * 1e-9;
    }

    private static String text(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(p -> p.getKey() + " = " + p.getValue())
                .collect(Collectors.joining(", "));
    }
}
