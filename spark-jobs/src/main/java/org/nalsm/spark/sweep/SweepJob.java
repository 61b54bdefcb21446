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
 * is recorded and stops no other. In successive halving a rung begins when all trials of the one before have ended.
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
        List<Integer> most = Halving.trials(sweep);
        SweepRow row = catalog.find(sweepId)
                .orElseGet(() -> new SweepRow(
                        sweepId,
                        sweep.sweep().name(),
                        sweep.json(),
                        RunStatus.RUNNING,
                        most.stream().mapToInt(Integer::intValue).sum(),
                        Instant.now(),
                        Optional.empty()));
        catalog.write(row.with(RunStatus.RUNNING, Optional.empty()));
        List<TrialRunner.Outcome> outcomes = new ArrayList<>(rung(sweep.trials(), 0, earlier));
        List<TrialRow> last = rows(outcomes);
        List<Integer> candidates = candidates();
        for (int k = 1; k < candidates.size() && last.stream().noneMatch(SweepJob::isToBeDone); k++) {
            List<SweepTrial> next = Halving.of(
                    Halving.best(last, candidates.get(k)), sweep.rungs().get(k));
            dropOthers(next, k, earlier);
            List<TrialRunner.Outcome> of = rung(next, k, earlier);
            outcomes.addAll(of);
            last = rows(of);
        }
        List<TrialRow> trials = rows(outcomes);
        SweepRow end = end(row, trials.stream().map(TrialRow::status).collect(Collectors.toSet()));
        if (end.status() != RunStatus.STOPPED) {
            end = end.of(trials.size());
        }
        catalog.write(end);
        return new SweepResult(
                end,
                trials,
                outcomes.stream().flatMap(outcome -> outcome.mistake().stream()).findFirst());
    }

    /** How many candidates each rung has; a sweep without successive halving has one rung. */
    private List<Integer> candidates() {
        int first = (int) sweep.trials().stream()
                .map(trial -> Leaderboard.withoutSeeds(trial.parameters()))
                .distinct()
                .count();
        return Halving.candidates(
                first, sweep.rungs().size(), sweep.sweep().halving().factor());
    }

    private static List<TrialRow> rows(List<TrialRunner.Outcome> outcomes) {
        return outcomes.stream().map(TrialRunner.Outcome::row).toList();
    }

    private static boolean isToBeDone(TrialRow trial) {
        return trial.status() == TrialStatus.PENDING || trial.status() == TrialStatus.RUNNING;
    }

    /** Runs what is missing of a rung and waits for all of it. */
    private List<TrialRunner.Outcome> rung(List<SweepTrial> trials, int number, Map<String, TrialRow> earlier) {
        List<TrialRow> before = trials.stream()
                .map(trial -> earlier.getOrDefault(trial.id(), pending(trial)))
                .toList();
        before.stream()
                .filter(trial -> !earlier.containsKey(trial.trialId()))
                .forEach(trial -> catalog.write(sweepId, trial));
        trials.stream()
                .findFirst()
                .flatMap(SweepTrial::rung)
                .ifPresent(rung -> progress.rung("rung %d of %d: %d trials with %s = %d"
                        .formatted(
                                number + 1,
                                sweep.rungs().size(),
                                trials.size(),
                                sweep.sweep().halving().resource(),
                                rung.resource())));
        progress.begin(before);
        return runAll(trials, before);
    }

    private static TrialRow pending(SweepTrial trial) {
        TrialRow row = TrialRow.pending(trial.id(), trial.parameters());
        return trial.rung().map(rung -> row.on(rung.index(), rung.resource())).orElse(row);
    }

    /** What an attempt with other survivors has left: a failed trial of the rung before may be complete by now. */
    private void dropOthers(List<SweepTrial> chosen, int number, Map<String, TrialRow> earlier) {
        Set<String> ids = chosen.stream().map(SweepTrial::id).collect(Collectors.toSet());
        earlier.values().stream()
                .filter(row -> row.rung().orElse(0) == number && !ids.contains(row.trialId()))
                .forEach(row -> catalog.delete(sweepId, row));
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
    private static List<Integer> order(List<SweepTrial> trials) {
        Map<String, Integer> seen = new HashMap<>();
        Map<Integer, Integer> repetition = new HashMap<>();
        for (int i = 0; i < trials.size(); i++) {
            String part = trials.get(i)
                    .config()
                    .map(Experiment::of)
                    .map(experiment -> Families.of(experiment).firstPart(experiment))
                    .orElse("");
            repetition.put(i, seen.merge(part, 1, Integer::sum));
        }
        return IntStream.range(0, trials.size())
                .boxed()
                .sorted(Comparator.comparing(repetition::get))
                .toList();
    }

    private List<TrialRunner.Outcome> runAll(List<SweepTrial> trials, List<TrialRow> before) {
        ExecutorService threads = Executors.newFixedThreadPool(sweep.sweep().parallelTrials());
        try {
            Map<Integer, Future<TrialRunner.Outcome>> futures = new TreeMap<>();
            for (int i : order(trials)) {
                SweepTrial trial = trials.get(i);
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
