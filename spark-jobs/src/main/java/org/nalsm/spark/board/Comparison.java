package org.nalsm.spark.board;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.nalsm.spark.family.KnownFamilies;
import org.nalsm.spark.identity.CanonicalJson;
import org.nalsm.spark.run.Metric;
import org.nalsm.spark.table.ResultsStore;
import org.nalsm.spark.table.RunRow;
import org.nalsm.spark.table.TrainingRow;

/** Runs side by side for scripts, {@code /api/compare}: the same names as {@code nalsm runs compare} prints. */
final class Comparison {
    private static final List<String> PROVENANCE = List.of(
            "network_id",
            "liquid_id",
            "simulation_id",
            "data_hash",
            "results_version",
            "code_version",
            "code_commit",
            "spark_version",
            "backend");

    private final Watch watch;
    private final Watch.Seen seen;
    private final List<RunRow> runs;

    Comparison(Watch watch, List<RunRow> runs) {
        this.watch = watch;
        this.seen = watch.look();
        this.runs = runs;
    }

    Map<String, Object> json() {
        RunsJson list = new RunsJson(watch);
        return Map.of(
                "runs", runs.stream().map(list::json).toList(),
                "configuration", configuration(),
                "provenance", provenance(),
                "measured", measured(),
                "training", runs.stream().map(this::training).toList());
    }

    private List<Map<String, Object>> configuration() {
        Set<String> keys = new TreeSet<>();
        runs.forEach(run -> keys.addAll(seen.configuration(run).keySet()));
        return keys.stream()
                .map(key -> row(key, run -> seen.configuration(run).get(key)))
                .toList();
    }

    private List<Map<String, Object>> provenance() {
        Map<RunRow, Map<String, Object>> columns = new HashMap<>();
        runs.forEach(run -> columns.put(run, RunRow.TABLE.valuesByName(run)));
        return PROVENANCE.stream()
                .map(name -> row(name, run -> {
                    Object value = columns.getOrDefault(run, Map.of()).get(name);
                    return value == null || value.equals("") ? null : String.valueOf(value);
                }))
                .toList();
    }

    private Map<String, Object> row(String name, Function<RunRow, @Nullable String> value) {
        List<@Nullable String> values = new ArrayList<>();
        runs.forEach(run -> values.add(value.apply(run)));
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("name", name);
        row.put("values", values);
        row.put("equal", new LinkedHashSet<>(values).size() == 1);
        return row;
    }

    private List<Map<String, Object>> measured() {
        List<String> models = runs.stream().map(RunRow::model).toList();
        List<Map<String, Object>> rows = new ArrayList<>();
        KnownFamilies.metrics(models)
                .forEach(metric -> add(rows, metric, run -> run.outcome().metric(metric.name())));
        Set<String> phases = new LinkedHashSet<>();
        List<String> inOrder = KnownFamilies.phases(models);
        runs.forEach(run -> phases.addAll(run.outcome().seconds(inOrder).keySet()));
        phases.forEach(phase ->
                add(rows, seconds("seconds." + phase), run -> run.outcome().seconds(phase)));
        add(rows, seconds("total_seconds"), run -> run.outcome().totalSeconds());
        return rows;
    }

    private static Metric seconds(String name) {
        return new Metric(name, name, Metric.Unit.SECONDS, 1);
    }

    private void add(Collection<Map<String, Object>> rows, Metric metric, ToDoubleFunction<RunRow> value) {
        double[] values = runs.stream().mapToDouble(value).toArray();
        if (Arrays.stream(values).allMatch(Double::isNaN)) {
            return;
        }
        Map<String, Object> row =
                new LinkedHashMap<>(MetricJson.describe(List.of(metric)).get(0));
        List<@Nullable Double> numbers = new ArrayList<>();
        Arrays.stream(values).forEach(number -> numbers.add(CanonicalJson.orNull(number)));
        row.put("values", numbers);
        row.put("equal", Arrays.stream(values).distinct().count() == 1);
        rows.add(row);
    }

    /** The accuracies of a run's training; of several fits the one that came to the best validation accuracy. */
    private List<Map<String, Object>> training(RunRow run) {
        List<TrainingRow> rows = watch.store().readIfThere(TrainingRow.TABLE, ResultsStore.SINGLE_FILE, run.runId());
        double penalty = rows.stream()
                .filter(row -> !Double.isNaN(row.validAccuracy()))
                .max((a, b) -> Double.compare(a.validAccuracy(), b.validAccuracy()))
                .map(TrainingRow::l2Penalty)
                .orElse(Double.NaN);
        return rows.stream()
                .filter(row -> Double.compare(row.l2Penalty(), penalty) == 0)
                .map(row -> {
                    Map<String, Object> point = new LinkedHashMap<>();
                    point.put("epoch", row.epoch());
                    point.put("valid_accuracy", CanonicalJson.orNull(row.validAccuracy()));
                    point.put("train_accuracy", CanonicalJson.orNull(row.trainAccuracy()));
                    return point;
                })
                .toList();
    }
}
