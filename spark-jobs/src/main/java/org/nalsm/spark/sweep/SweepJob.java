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
import org.nalsm.spark.config.ExperimentConfig;
import org.nalsm.spark.config.ResolvedSweep;
import org.nalsm.spark.config.SweepTrial;
import org.nalsm.spark.job.Experiment;
import org.nalsm.spark.job.SampleSource;
import org.nalsm.spark.job.SampleSources;
import org.nalsm.spark.job.SharedResults;
import org.nalsm.spark.table.ResultsStore;
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
    private final String codeVersion;
    private final SweepCatalog catalog;
    private final SweepProgress progress;
    private final TrialRunner runner;

    /**
     * @param codeVersion version of this project
     * @param store where results go
     * @param retryFailed whether trials that an earlier attempt recorded as failed run again
     */
    public SweepJob(
            JavaSparkContext spark,
            ResolvedSweep sweep,
            String codeVersion,
            ResultsStore store,
            boolean retryFailed,
            SweepProgress progress) {
        this(spark, sweep, codeVersion, store, SampleSources::load, retryFailed, progress);
    }

    SweepJob(
            JavaSparkContext spark,
            ResolvedSweep sweep,
            String codeVersion,
            ResultsStore store,
            Function<ExperimentConfig, SampleSource> loader,
            boolean retryFailed,
            SweepProgress progress) {
        this.sweep = sweep;
        this.sweepId = sweep.id(codeVersion);
        this.codeVersion = codeVersion;
        this.catalog = store.sweeps();
        this.progress = progress;
        this.runner = new TrialRunner(
                spark,
                sweepId,
                sweep.sweep().name(),
                codeVersion,
                store,
                new SharedSamples(spark, loader),
                new SharedResults(store),
                retryFailed,
                progress);
    }

    /** From now on a trial that breaks off was stopped and has not failed. */
    public void stop() {
        runner.stop();
    }

    /** Runs the trials that are not complete. */
    public SweepResult run() {
        Map<String, TrialRow> earlier =
                catalog.trials(sweepId).stream().collect(Collectors.toMap(TrialRow::trialId, Function.identity()));
        SweepRow row = catalog.find(sweepId)
                .orElseGet(() -> new SweepRow(
                        sweepId,
                        sweep.sweep().name(),
                        RunStatus.RUNNING,
                        sweep.json(),
                        sweep.trials().size(),
                        Instant.now(),
                        Optional.empty()));
        catalog.write(row.with(RunStatus.RUNNING, Optional.empty()));
        List<TrialRow> before = sweep.trials().stream()
                .map(trial -> earlier.getOrDefault(trial.id(), pending(trial)))
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

    /** A sweep that was stopped stays running, which is what a killed one says as well. */
    private static SweepRow end(SweepRow row, Set<TrialStatus> states) {
        if (states.contains(TrialStatus.PENDING) || states.contains(TrialStatus.RUNNING)) {
            return row.with(RunStatus.RUNNING, Optional.empty());
        }
        return row.with(
                states.contains(TrialStatus.FAILED) ? RunStatus.FAILED : RunStatus.COMPLETE,
                Optional.of(Instant.now()));
    }

    private static TrialRow pending(SweepTrial trial) {
        return new TrialRow(
                trial.id(),
                Optional.empty(),
                trial.parameters(),
                TrialStatus.PENDING,
                Optional.empty(),
                Double.NaN,
                Double.NaN,
                Double.NaN,
                Double.NaN);
    }

    /** Trials with a liquid of their own first: those that share one would wait for each other. */
    private List<Integer> order() {
        Map<String, Integer> seen = new HashMap<>();
        Map<Integer, Integer> repetition = new HashMap<>();
        for (int i = 0; i < sweep.trials().size(); i++) {
            String liquid = sweep.trials()
                    .get(i)
                    .config()
                    .map(config -> Experiment.of(config, codeVersion).liquidId())
                    .orElse("");
            repetition.put(i, seen.merge(liquid, 1, Integer::sum));
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
