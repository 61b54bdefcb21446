package org.nalsm.spark.sweep;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.nalsm.engine.UserException;
import org.nalsm.spark.config.DataConfig;
import org.nalsm.spark.config.ResolvedSweep;
import org.nalsm.spark.config.SweepTrial;
import org.nalsm.spark.family.Families;
import org.nalsm.spark.run.Experiment;
import org.nalsm.spark.sample.SampleSource;
import org.nalsm.spark.sample.SampleSources;
import org.nalsm.spark.table.ResultsStore;
import org.nalsm.spark.table.RunLease;
import org.nalsm.spark.table.RunStatus;
import org.nalsm.spark.table.SweepCatalog;
import org.nalsm.spark.table.SweepRow;
import org.nalsm.spark.table.TrialRow;
import org.nalsm.spark.table.TrialStatus;

/**
 * Runs the trials of a sweep, some at a time. Every trial is a run of its own with its row on disk, so a sweep
 * that was stopped goes on where it was: complete trials are kept, half done ones continue. A trial that fails
 * is recorded and stops no other.
 */
public final class SweepJob {
    private final ResolvedSweep sweep;
    private final String sweepId;
    private final ResultsStore store;
    private final SweepCatalog catalog;
    private final SweepProgress progress;
    private final TrialRunner runner;

    /**
     * @param store where results go
     * @param retryFailed whether trials that an earlier attempt recorded as failed run again
     */
    public SweepJob(
            JavaSparkContext spark,
            ResolvedSweep sweep,
            ResultsStore store,
            boolean retryFailed,
            SweepProgress progress) {
        this(spark, sweep, store, SampleSources::load, retryFailed, progress);
    }

    SweepJob(
            JavaSparkContext spark,
            ResolvedSweep sweep,
            ResultsStore store,
            Function<DataConfig, SampleSource> loader,
            boolean retryFailed,
            SweepProgress progress) {
        this.sweep = sweep;
        this.sweepId = sweep.id();
        this.store = store;
        this.catalog = new SweepCatalog(store);
        this.progress = progress;
        this.runner = new TrialRunner(
                spark,
                sweepId,
                sweep.sweep().name(),
                store,
                new SharedSamples(spark, loader),
                retryFailed,
                sweep.sweep().parallelTrials(),
                progress);
    }

    /** From now on a trial that breaks off was stopped and has not failed. */
    public void stop() {
        runner.stop();
    }

    /**
     * Runs the trials that are not complete.
     *
     * @throws UserException CANNOT_WRITE if another driver runs the sweep
     */
    public SweepResult run() {
        RunLease lease = RunLease.take(store, sweepId);
        try (lease) {
            return runHeld();
        }
    }

    private SweepResult runHeld() {
        Map<String, TrialRow> earlier =
                catalog.trials(sweepId).stream().collect(Collectors.toMap(TrialRow::trialId, Function.identity()));
        SweepRow row = catalog.find(sweepId)
                .orElseGet(() -> new SweepRow(
                        sweepId,
                        sweep.sweep().name(),
                        sweep.json(),
                        RunStatus.RUNNING,
                        sweep.trials().size(),
                        Instant.now(),
                        Optional.empty()));
        catalog.write(row.with(RunStatus.RUNNING, Optional.empty()));
        List<TrialRow> before = sweep.trials().stream()
                .map(trial -> earlier.getOrDefault(trial.id(), TrialRow.pending(trial.id(), trial.parameters())))
                .toList();
        before.stream()
                .filter(trial -> !earlier.containsKey(trial.trialId()))
                .forEach(trial -> catalog.write(sweepId, trial));
        progress.begin(before);
        List<TrialRunner.Outcome> outcomes = runAll(before);
        List<TrialRow> trials = outcomes.stream().map(TrialRunner.Outcome::row).toList();
        SweepRow end = end(row, trials.stream().map(TrialRow::status).collect(Collectors.toSet()));
        catalog.write(end);
        return new SweepResult(
                end,
                trials,
                outcomes.stream().flatMap(outcome -> outcome.mistake().stream()).findFirst());
    }

    /** A complete sweep that found nothing to do keeps the time of its end. */
    private static SweepRow end(SweepRow row, Set<TrialStatus> states) {
        if (states.contains(TrialStatus.PENDING) || states.contains(TrialStatus.RUNNING)) {
            return row.with(RunStatus.STOPPED, Optional.empty());
        }
        RunStatus status = states.contains(TrialStatus.FAILED) ? RunStatus.FAILED : RunStatus.COMPLETE;
        return row.status() == RunStatus.COMPLETE && status == RunStatus.COMPLETE
                ? row
                : row.with(status, Optional.of(Instant.now()));
    }

    /** Trials with a part of their own first: those that share one would wait for each other. */
    private List<Integer> order() {
        Map<String, Integer> seen = new HashMap<>();
        Map<Integer, Integer> repetition = new HashMap<>();
        for (int i = 0; i < sweep.trials().size(); i++) {
            String part = sweep.trials()
                    .get(i)
                    .config()
                    .map(Experiment::of)
                    .map(experiment -> Families.of(experiment).firstPart(experiment))
                    .orElse("");
            repetition.put(i, seen.merge(part, 1, Integer::sum));
        }
        return IntStream.range(0, sweep.trials().size())
                .boxed()
                .sorted(Comparator.comparing(repetition::get))
                .toList();
    }

    private List<TrialRunner.Outcome> runAll(List<TrialRow> before) {
        ExecutorService threads = Executors.newFixedThreadPool(sweep.sweep().parallelTrials());
        try {
            Map<Integer, Future<TrialRunner.Outcome>> futures = new TreeMap<>();
            for (int i : order()) {
                SweepTrial trial = sweep.trials().get(i);
                TrialRow row = before.get(i);
                futures.put(i, threads.submit(() -> runner.run(trial, row)));
            }
            List<TrialRunner.Outcome> outcomes = new ArrayList<>();
            for (Future<TrialRunner.Outcome> future : futures.values()) {
                outcomes.add(future.get());
            }
            return outcomes;
        } catch (ExecutionException e) {
            // Trials record their own failures; this one could not be recorded.
            throw e.getCause() instanceof UserException mendable ? mendable : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } finally {
            threads.shutdownNow();
        }
    }
}
