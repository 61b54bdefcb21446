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
import java.util.SortedMap;
import java.util.TreeMap;
import org.nalsm.engine.analysis.Statistic;
import org.nalsm.spark.family.KnownFamilies;
import org.nalsm.spark.identity.CanonicalJson;
import org.nalsm.spark.report.ParameterAxis;
import org.nalsm.spark.run.Metric;
import org.nalsm.spark.sweep.Leaderboard;
import org.nalsm.spark.table.RunRow;
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

    private static Map<String, Object> json(SweepRow sweep, List<TrialRow> trials) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("sweep_id", sweep.sweepId());
        json.put("name", sweep.name());
        json.put("status", sweep.status().word());
        json.put("trials", sweep.trials());
        for (TrialStatus status : TrialStatus.values()) {
            json.put(
                    status.word(),
                    trials.stream().filter(trial -> trial.status() == status).count());
        }
        json.put("started_at", sweep.startedAt().toString());
        json.put("finished_at", sweep.finishedAt().map(Instant::toString).orElse(null));
        double best = Leaderboard.of(trials).groups().stream()
                .mapToDouble(group -> group.statistic(Leaderboard.RANKED_BY).mean())
                .findFirst()
                .orElse(Double.NaN);
        json.put("best_valid_accuracy", CanonicalJson.orNull(best));
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
        Map<String, RunRow> runs = new HashMap<>();
        seen.runs().forEach(run -> runs.put(run.runId(), run));
        Map<String, Standing> standings = new HashMap<>();
        trials.stream()
                .filter(trial -> trial.status() == TrialStatus.RUNNING)
                .forEach(trial -> trial.runId()
                        .flatMap(id -> Optional.ofNullable(runs.get(id)))
                        .ifPresent(run -> standings.put(trial.trialId(), Standing.of(run, watch.store()))));
        Map<String, Object> json = new LinkedHashMap<>(json(sweep, trials));
        json.put("metrics", MetricJson.describe(metrics));
        json.put(
                "parameters",
                ParameterAxis.of(trials).stream().map(SweepsJson::json).toList());
        json.put(
                "leaderboard",
                Leaderboard.of(trials).groups().stream()
                        .map(group -> json(group, metrics))
                        .toList());
        json.put(
                "rows",
                trials.stream()
                        .map(trial -> json(trial, metrics, Optional.ofNullable(standings.get(trial.trialId()))))
                        .toList());
        json.put("seconds_left", CanonicalJson.orNull(secondsLeft(sweep, trials, standings, runs)));
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

    private static Map<String, Object> json(Leaderboard.Group group, List<Metric> metrics) {
        Map<String, Object> statistics = new LinkedHashMap<>();
        for (Metric metric : metrics) {
            Statistic statistic = group.statistic(metric);
            if (statistic.n() > 0) {
                Map<String, Object> json = new LinkedHashMap<>();
                json.put("mean", CanonicalJson.orNull(statistic.mean()));
                json.put("standard_deviation", CanonicalJson.orNull(statistic.standardDeviation()));
                json.put("n", statistic.n());
                statistics.put(metric.name(), json);
            }
        }
        return Map.of(
                "parameters",
                labels(group.parameters()),
                "metrics",
                statistics,
                "trials",
                group.trials().stream().map(TrialRow::trialId).toList());
    }

    private static Map<String, Object> json(TrialRow trial, List<Metric> metrics, Optional<Standing> standing) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("trial_id", trial.trialId());
        json.put("run_id", trial.runId().orElse(null));
        json.put("status", trial.status().word());
        standing.ifPresent(found -> found.addTo(json));
        json.put("error", trial.error().orElse(null));
        json.put("parameters", labels(trial.parameters()));
        json.put("metrics", MetricJson.values(metrics, metric -> trial.metric(metric.name())));
        json.put("seconds", CanonicalJson.orNull(trial.seconds()));
        return json;
    }

    private static SortedMap<String, String> labels(SortedMap<String, String> parameters) {
        SortedMap<String, String> labels = new TreeMap<>();
        parameters.forEach((key, value) -> labels.put(key, ParameterAxis.label(value)));
        return labels;
    }

    /**
     * What is left to do by the mean time of complete trials, shared by those that run; NaN before the first is complete
     * and where none runs.
     */
    private static double secondsLeft(
            SweepRow sweep, List<TrialRow> trials, Map<String, Standing> standings, Map<String, RunRow> runs) {
        double mean = trials.stream()
                .filter(trial -> trial.status() == TrialStatus.COMPLETE)
                .mapToDouble(TrialRow::seconds)
                .filter(seconds -> !Double.isNaN(seconds))
                .average()
                .orElse(Double.NaN);
        List<Double> left = new ArrayList<>();
        for (TrialRow trial : trials) {
            if (Optional.ofNullable(standings.get(trial.trialId()))
                    .filter(Standing::isAlive)
                    .isPresent()) {
                double gone = trial.runId()
                        .flatMap(id -> Optional.ofNullable(runs.get(id)))
                        .map(run ->
                                Duration.between(run.startedAt(), Instant.now()).toMillis() / 1e3)
                        .orElse(0.0);
                left.add(Math.max(0, mean - gone));
            }
        }
        long waiting = sweep.trials()
                - trials.stream()
                        .filter(trial -> trial.status() != TrialStatus.PENDING)
                        .count();
        return left.isEmpty()
                ? Double.NaN
                : (left.stream().mapToDouble(Double::doubleValue).sum() + waiting * mean) / left.size();
    }
}
