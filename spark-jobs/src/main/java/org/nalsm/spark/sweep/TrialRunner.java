package org.nalsm.spark.sweep;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.nalsm.engine.UserException;
import org.nalsm.engine.dataset.Split;
import org.nalsm.engine.liquid.network.Network;
import org.nalsm.spark.config.SweepTrial;
import org.nalsm.spark.job.BranchingFactorJob;
import org.nalsm.spark.job.Experiment;
import org.nalsm.spark.job.SampleSource;
import org.nalsm.spark.job.SampleSources;
import org.nalsm.spark.job.SharedResults;
import org.nalsm.spark.job.TrainJob;
import org.nalsm.spark.job.TrainResult;
import org.nalsm.spark.table.ResultsStore;
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
    private final String codeVersion;
    private final ResultsStore store;
    private final SweepCatalog catalog;
    private final SharedSamples samples;
    private final SharedResults shared;
    private final boolean retryFailed;
    private final SweepProgress progress;
    private volatile boolean stopping;

    TrialRunner(
            JavaSparkContext spark,
            String sweepId,
            String sweepName,
            String codeVersion,
            ResultsStore store,
            SharedSamples samples,
            SharedResults shared,
            boolean retryFailed,
            SweepProgress progress) {
        this.spark = spark;
        this.sweepId = sweepId;
        this.sweepName = sweepName;
        this.codeVersion = codeVersion;
        this.store = store;
        this.catalog = store.sweeps();
        this.samples = samples;
        this.shared = shared;
        this.retryFailed = retryFailed;
        this.progress = progress;
    }

    /**
     * How a trial ended.
     *
     * @param mistake what a user can mend, if that is why it failed just now
     */
    record Outcome(TrialRow row, Optional<UserException.Kind> mistake) {
        Outcome(TrialRow row) {
            this(row, Optional.empty());
        }
    }

    void stop() {
        stopping = true;
    }

    /** Runs a trial unless it has been run; its row is on disk afterwards. */
    Outcome run(SweepTrial trial, TrialRow before) {
        if (before.status() == TrialStatus.FAILED && !retryFailed || stopping) {
            return new Outcome(before, trial.error().map(UserException::kind));
        }
        TrialRow row = before;
        long start = System.nanoTime();
        try {
            if (trial.error().isPresent()) {
                throw trial.error().get();
            }
            Experiment experiment =
                    SampleSources.identified(Experiment.of(trial.config().orElseThrow(), codeVersion));
            if (before.status() == TrialStatus.COMPLETE
                    && TrainJob.findComplete(experiment, store).isPresent()) {
                return new Outcome(before);
            }
            row = started(before, experiment.runId());
            Finished finished = train(experiment, row);
            return end(
                    new TrialRow(
                            row.trialId(),
                            row.runId(),
                            row.parameters(),
                            TrialStatus.COMPLETE,
                            Optional.empty(),
                            finished.run.run().scores().validAccuracy(),
                            finished.run.run().scores().testAccuracy(),
                            finished.branchingFactor,
                            seconds(start)),
                    Optional.empty());
        } catch (Exception e) { // Spark's own exceptions are checked ones that no signature declares.
            return failed(row, e, seconds(start));
        }
    }

    private TrialRow started(TrialRow before, String runId) {
        TrialRow row = new TrialRow(
                before.trialId(),
                Optional.of(runId),
                before.parameters(),
                TrialStatus.RUNNING,
                Optional.empty(),
                Double.NaN,
                Double.NaN,
                Double.NaN,
                Double.NaN);
        catalog.write(sweepId, row);
        return row;
    }

    private record Finished(TrainResult run, double branchingFactor) {}

    private Finished train(Experiment experiment, TrialRow row) {
        spark.setJobGroup(row.trialId(), "sweep " + sweepName + ": " + text(row.parameters()), true);
        spark.setLocalProperty("spark.scheduler.pool", row.trialId());
        try {
            Broadcast<SampleSource> source = samples.of(experiment.config());
            Optional<TrainResult> earlier = TrainJob.findComplete(experiment, store);
            TrainResult run = earlier.isPresent()
                    ? earlier.get()
                    : new TrainJob(spark, experiment, source, store, shared, progress.trial(row)).run();
            return new Finished(run, branchingFactor(experiment));
        } finally {
            spark.setLocalProperty("spark.scheduler.pool", null);
            spark.clearJobGroup();
        }
    }

    /** NaN if the sweep records no samples. */
    private double branchingFactor(Experiment experiment) {
        if (experiment.config().simulation().recordedSamples() == 0) {
            return Double.NaN;
        }
        Network network = shared.network(experiment.network());
        return new BranchingFactorJob(experiment, store, network)
                .run(Split.TEST)
                .mean();
    }

    private Outcome failed(TrialRow row, Exception e, double seconds) {
        if (stopping) {
            return new Outcome(row);
        }
        Optional<UserException> mistake = mistake(e);
        if (mistake.isEmpty()) {
            LOG.error("trial {} ({}) failed", row.trialId(), text(row.parameters()), e);
        }
        String message = mistake.map(Throwable::getMessage)
                .orElseGet(() ->
                        "internal error: " + e.toString().lines().findFirst().orElse(""));
        return end(
                new TrialRow(
                        row.trialId(),
                        row.runId(),
                        row.parameters(),
                        TrialStatus.FAILED,
                        Optional.of(message),
                        Double.NaN,
                        Double.NaN,
                        Double.NaN,
                        seconds),
                mistake.map(UserException::kind));
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

    private Outcome end(TrialRow row, Optional<UserException.Kind> mistake) {
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
