package org.nalsm.spark.board;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.nalsm.engine.analysis.Statistic;
import org.nalsm.spark.family.Intervals;
import org.nalsm.spark.family.KnownFamilies;
import org.nalsm.spark.family.TrialIntervals;
import org.nalsm.spark.identity.CanonicalJson;
import org.nalsm.spark.report.ParameterAxis;
import org.nalsm.spark.run.Metric;
import org.nalsm.spark.sweep.Halving;
import org.nalsm.spark.sweep.Leaderboard;
import org.nalsm.spark.sweep.SweepClock;
import org.nalsm.spark.table.PhaseProgress;
import org.nalsm.spark.table.RunRow;
import org.nalsm.spark.table.Standing;
import org.nalsm.spark.table.SweepRow;
import org.nalsm.spark.table.TrialRow;
import org.nalsm.spark.table.TrialStatus;

/** Sweeps for scripts: {@code /api/sweeps} and {@code /api/sweeps/ID}. */
final class SweepsJson {
    private final Watch watch;
    private final Watch.Seen seen;

    SweepsJson(Watch watch) {
        this.watch = watch;
        this.seen = watch.look();
    }

    /** Every sweep, the newest first. */
    Map<String, Object> all() {
        return Map.of(
                "results",
                watch.store().root(),
                "metrics",
                MetricJson.describe(List.of(Leaderboard.RANKED_BY)),
                "sweeps",
                seen.sweeps().stream()
                        .map(sweep -> json(sweep, seen.trialsOf(sweep)))
                        .toList());
    }

    private Map<String, Object> json(SweepRow sweep, List<TrialRow> trials) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("sweep_id", sweep.sweepId());
        json.put("name", sweep.name());
        json.put("status", Standing.of(sweep, watch.store()).status());
        json.put("trials", sweep.trials());
        for (TrialStatus status : TrialStatus.values()) {
            json.put(
                    status.word(),
                    trials.stream().filter(trial -> trial.status() == status).count());
        }
        json.put("started_at", sweep.startedAt().toString());
        json.put("finished_at", sweep.finishedAt().map(Instant::toString).orElse(null));
        Optional<Leaderboard.Group> best =
                Leaderboard.of(trials).groups().stream().findFirst();
        double accuracy =
                best.map(group -> group.statistic(Leaderboard.RANKED_BY).mean()).orElse(Double.NaN);
        json.put("best_valid_accuracy", CanonicalJson.orNull(accuracy));
        json.put(
                "intervals_95",
                best.map(group -> TrialIntervals.of(sweep)
                                .of(group.trials().get(0))
                                .of(Map.of(Leaderboard.RANKED_BY.name(), accuracy)))
                        .orElseGet(TreeMap::new));
        return json;
    }

    /** One sweep with its trials, the best mean first, and the parameters that it varies. */
    Map<String, Object> one(SweepRow sweep) {
        List<TrialRow> trials = seen.trialsOf(sweep).stream()
                .sorted(ParameterAxis.order(seen.trialsOf(sweep)))
                .toList();
        List<Metric> metrics = KnownFamilies.metrics(sweep, trials).stream()
                .filter(Metric::inSweeps)
                .filter(metric -> Leaderboard.RANKED_BY.equals(metric)
                        || trials.stream().anyMatch(trial -> !Double.isNaN(trial.metric(metric.name()))))
                .sorted(Comparator.comparing(metric -> !Leaderboard.RANKED_BY.equals(metric)))
                .toList();
        Set<String> stopped = Halving.stopped(trials);
        Map<String, RunRow> runs = new HashMap<>();
        seen.runs().forEach(run -> runs.put(run.runId(), run));
        Map<String, Standing> standings = new HashMap<>();
        trials.stream()
                .filter(trial -> trial.status() == TrialStatus.RUNNING)
                .forEach(trial -> trial.runId()
                        .flatMap(id -> Optional.ofNullable(runs.get(id)))
                        .ifPresent(run -> standings.put(trial.trialId(), Standing.of(run, watch.store()))));
        TrialIntervals intervals = TrialIntervals.of(sweep);
        Map<String, Object> json = new LinkedHashMap<>(json(sweep, trials));
        json.put("metrics", MetricJson.describe(metrics));
        json.put(
                "parameters",
                ParameterAxis.of(trials).stream().map(SweepsJson::json).toList());
        json.put(
                "leaderboard",
                Leaderboard.of(trials).groups().stream()
                        .map(group ->
                                json(group, metrics, intervals.of(group.trials().get(0))))
                        .toList());
        json.put(
                "rows",
                trials.stream()
                        .map(trial -> json(
                                trial,
                                metrics,
                                intervals.of(trial),
                                Optional.ofNullable(standings.get(trial.trialId())),
                                stopped.contains(trial.trialId())))
                        .toList());
        json.put("seconds_left", CanonicalJson.orNull(secondsLeft(sweep, trials, runs, standings)));
        return json;
    }

    private static Map<String, Object> json(ParameterAxis axis) {
        return Map.of(
                "key",
                axis.key(),
                "numeric",
                axis.numeric(),
                "logarithmic",
                axis.logarithmic(),
                "values",
                axis.values().stream().map(ParameterAxis::label).toList());
    }

    private static Map<String, Object> json(Leaderboard.Group group, List<Metric> metrics, Intervals intervals) {
        Map<String, Object> statistics = new LinkedHashMap<>();
        Map<String, Double> means = new LinkedHashMap<>();
        for (Metric metric : metrics) {
            Statistic statistic = group.statistic(metric);
            if (statistic.n() > 0) {
                Map<String, Object> json = new LinkedHashMap<>();
                json.put("mean", CanonicalJson.orNull(statistic.mean()));
                json.put("standard_deviation", CanonicalJson.orNull(statistic.standardDeviation()));
                json.put("n", statistic.n());
                statistics.put(metric.name(), json);
                means.put(metric.name(), statistic.mean());
            }
        }
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("parameters", labels(group.parameters()));
        group.rung().ifPresent(rung -> json.put("rung", rung + 1));
        json.put("metrics", statistics);
        json.put("intervals_95", intervals.of(means));
        json.put("trials", group.trials().stream().map(TrialRow::trialId).toList());
        return json;
    }

    private static Map<String, Object> json(
            TrialRow trial, List<Metric> metrics, Intervals intervals, Optional<Standing> standing, boolean stopped) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("trial_id", trial.trialId());
        json.put("run_id", trial.runId().orElse(null));
        json.put("status", trial.status().word());
        trial.rung().ifPresent(rung -> json.put("rung", rung + 1));
        trial.resource().ifPresent(resource -> json.put("resource", resource));
        json.put("stopped_early", stopped);
        standing.ifPresent(found -> StandingJson.add(found, json));
        json.put("error", trial.error().orElse(null));
        json.put("parameters", labels(trial.parameters()));
        Map<String, Double> measured = MetricJson.values(metrics, metric -> trial.metric(metric.name()));
        json.put("metrics", measured);
        json.put("intervals_95", intervals.of(measured));
        json.put("seconds", CanonicalJson.orNull(trial.seconds()));
        return json;
    }

    private static SortedMap<String, String> labels(SortedMap<String, String> parameters) {
        SortedMap<String, String> labels = new TreeMap<>();
        parameters.forEach((key, value) -> labels.put(key, ParameterAxis.label(value)));
        return labels;
    }

    /** Of trials whose driver is heard of; NaN where none runs, and before the first is complete. */
    private static double secondsLeft(
            SweepRow sweep, List<TrialRow> trials, Map<String, RunRow> runs, Map<String, Standing> standings) {
        List<SweepClock.AtWork> atWork = new ArrayList<>();
        for (TrialRow trial : trials) {
            Standing standing = standings.get(trial.trialId());
            if (standing != null && standing.isAlive()) {
                double gone = trial.runId()
                        .flatMap(id -> Optional.ofNullable(runs.get(id)))
                        .map(run ->
                                Duration.between(run.startedAt(), Instant.now()).toMillis() / 1e3)
                        .orElse(0.0);
                atWork.add(new SweepClock.AtWork(
                        gone,
                        standing.progress().map(PhaseProgress::secondsLeft).orElse(Double.NaN),
                        SweepClock.resource(trial)));
            }
        }
        // What the trials of rungs to come will have stands in no table: they count as those of the last rung.
        int most = trials.stream().mapToInt(SweepClock::resource).max().orElse(0);
        List<SweepClock.Waiting> waiting = new ArrayList<>();
        trials.stream()
                .filter(trial -> trial.status() == TrialStatus.PENDING)
                .forEach(trial -> waiting.add(new SweepClock.Waiting(1, SweepClock.resource(trial))));
        waiting.add(new SweepClock.Waiting(sweep.trials() - trials.size(), most));
        return atWork.isEmpty() ? Double.NaN : SweepClock.secondsLeft(trials, atWork, waiting, atWork.size());
    }
}
