package org.nalsm.spark.board;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.nalsm.spark.config.ConfigLoader;
import org.nalsm.spark.config.KeyDescription;
import org.nalsm.spark.family.KnownFamilies;
import org.nalsm.spark.identity.CanonicalJson;
import org.nalsm.spark.note.NoteRow;
import org.nalsm.spark.run.Metric;
import org.nalsm.spark.table.ResultsStore;
import org.nalsm.spark.table.RunRow;
import org.nalsm.spark.table.Standing;

/** Runs for scripts: {@code /api/runs} and {@code /api/runs/ID}. */
final class RunsJson {
    /** A table with more columns helps nobody. */
    private static final int MOST_KEYS = 40;
    /** Keys that make another run. */
    private static final Set<String> CHANGING = ConfigLoader.describe().stream()
            .filter(KeyDescription::changesResults)
            .map(KeyDescription::key)
            .collect(Collectors.toUnmodifiableSet());

    private final Watch.Seen seen;
    private final ResultsStore store;
    private final List<Metric> metrics;

    RunsJson(Watch watch) {
        this.seen = watch.look();
        this.store = watch.store();
        this.metrics =
                KnownFamilies.metrics(seen.runs().stream().map(RunRow::model).collect(Collectors.toSet()));
    }

    /** Every run, the newest first, with those keys of the configuration in which runs differ. */
    Map<String, Object> all() {
        List<String> keys = differing();
        List<Map<String, Object>> runs = new ArrayList<>();
        for (RunRow run : seen.runs()) {
            Map<String, Object> json = json(run);
            Map<String, String> settings = new TreeMap<>(seen.configuration(run));
            settings.keySet().retainAll(keys);
            json.put("settings", settings);
            runs.add(json);
        }
        return Map.of("results", store.root(), "metrics", MetricJson.describe(metrics), "keys", keys, "runs", runs);
    }

    /** One run as in the list, with what its family measures. */
    Map<String, Object> one(RunRow run) {
        Map<String, Object> json = json(run);
        json.put("measured", MetricJson.describe(KnownFamilies.metrics(List.of(run.model()))));
        json.put("settings", seen.configuration(run));
        json.put("seconds", run.outcome().seconds());
        return json;
    }

    /** What lists, pages and comparisons show of a run. */
    Map<String, Object> json(RunRow run) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("run_id", run.runId());
        StandingJson.add(Standing.of(run, store), json);
        NoteRow note = seen.note(run);
        json.put("name", note.name());
        json.put("note", note.note());
        json.put("tags", note.tags());
        json.put("model", run.model());
        json.put("dataset", run.dataset());
        json.put("started_at", run.startedAt().toString());
        json.put("finished_at", run.finishedAt().map(Instant::toString).orElse(null));
        json.put("total_seconds", CanonicalJson.orNull(run.outcome().totalSeconds()));
        Map<String, Double> measured = run.outcome().measured();
        json.put("metrics", MetricJson.values(metrics, metric -> measured.getOrDefault(metric.name(), Double.NaN)));
        json.put("intervals_95", seen.intervals(run));
        json.put("sweeps", seen.sweepsOf(run));
        return json;
    }

    /** Keys that change results and have several values among the runs that have them, sorted. */
    private List<String> differing() {
        Map<String, Set<String>> values = new TreeMap<>();
        seen.runs()
                .forEach(run -> seen.configuration(run)
                        .forEach((key, value) -> values.computeIfAbsent(key, k -> new HashSet<>())
                                .add(value)));
        return values.entrySet().stream()
                .filter(entry -> entry.getValue().size() > 1 && CHANGING.contains(entry.getKey()))
                .map(Map.Entry::getKey)
                .limit(MOST_KEYS)
                .toList();
    }
}
