package org.nalsm.spark.cli.runs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.nalsm.spark.cli.console.TextTable;
import org.nalsm.spark.family.Intervals;
import org.nalsm.spark.family.KnownFamilies;
import org.nalsm.spark.identity.CanonicalJson;
import org.nalsm.spark.run.Metric;
import org.nalsm.spark.table.RunRow;

/** Two runs side by side: what was set differently, what ran it, what came out. */
final class RunComparison {
    private static final String NONE = "-";

    /** Columns that are neither a setting nor a result. */
    private static final List<String> PROVENANCE = List.of(
            "name",
            "status",
            "network_id",
            "liquid_id",
            "simulation_id",
            "data_hash",
            "results_version",
            "code_version",
            "code_commit",
            "spark_version",
            "backend",
            "started_at",
            "finished_at");

    /** A change of it in per cent says nothing, like that of a share. */
    private static final Metric NOT_RELATIVE = Metric.BEST_EPOCH;

    private final RunFields a;
    private final RunFields b;
    private final boolean withEqual;

    /** @param withEqual whether to show what is the same in both runs too */
    RunComparison(RunFields a, RunFields b, boolean withEqual) {
        this.a = a;
        this.b = b;
        this.withEqual = withEqual;
    }

    /** A table with a section each for configuration, provenance and measurements. */
    String text() {
        TextTable table = new TextTable()
                .left("")
                .right(a.row().runId())
                .right(b.row().runId())
                .right("difference")
                .right("");
        section(table, "configuration", rowsOf(settings()));
        section(table, "provenance", rowsOf(provenance()));
        List<String[]> rows = new ArrayList<>();
        for (Measured measured : measured()) {
            Metric metric = measured.metric;
            rows.add(new String[] {
                measured.name,
                metric.format(measured.left) + Intervals.of(a.row()).beside(metric, measured.left),
                metric.format(measured.right) + Intervals.of(b.row()).beside(metric, measured.right),
                metric.formatDifference(measured.right - measured.left),
                measured.change()
            });
        }
        section(table, "measured", rows);
        return table.toString();
    }

    /**
     * A figure of both runs.
     *
     * @param name as {@code --where} takes it
     */
    private record Measured(String name, Metric metric, double left, double right) {
        private String change() {
            boolean relative = metric.unit() != Metric.Unit.SHARE && !metric.equals(NOT_RELATIVE);
            return !relative || left == 0 || Double.isNaN(right - left)
                    ? ""
                    : String.format(Locale.ROOT, "%+.1f %%", 100 * (right - left) / left);
        }
    }

    /** What the families of the runs measure, then what only the rows know, then the times. */
    private List<Measured> measured() {
        List<Measured> all = new ArrayList<>();
        Set<String> further = new TreeSet<>(a.row().outcome().measured().keySet());
        further.addAll(b.row().outcome().measured().keySet());
        List<String> models = List.of(a.row().model(), b.row().model());
        List<Metric> metrics = KnownFamilies.metrics(models);
        metrics.forEach(metric -> further.remove(metric.name()));
        Stream.concat(
                        metrics.stream(),
                        further.stream().map(name -> new Metric(name, name, Metric.Unit.NUMBER, 3, false)))
                .forEach(metric -> add(all, RunFields.nameOf(metric), metric, run -> run.metric(metric.name())));
        List<String> inOrder = KnownFamilies.phases(models);
        Set<String> phases =
                new LinkedHashSet<>(a.row().outcome().seconds(inOrder).keySet());
        phases.addAll(b.row().outcome().seconds(inOrder).keySet());
        phases.forEach(phase -> addSeconds(all, RunFields.nameOfSeconds(phase), run -> run.seconds(phase)));
        addSeconds(all, "total_seconds", RunRow.Outcome::totalSeconds);
        return all;
    }

    private void addSeconds(List<Measured> all, String name, ToDoubleFunction<RunRow.Outcome> value) {
        add(all, name, new Metric(name, name, Metric.Unit.SECONDS, 1, false), value);
    }

    private void add(List<Measured> all, String name, Metric metric, ToDoubleFunction<RunRow.Outcome> value) {
        double left = value.applyAsDouble(a.row().outcome());
        double right = value.applyAsDouble(b.row().outcome());
        if (withEqual || Double.compare(left, right) != 0) {
            all.add(new Measured(name, metric, left, right));
        }
    }

    private static void section(TextTable table, String title, List<String[]> rows) {
        table.row("").row(title + (rows.isEmpty() ? ": no difference" : ""));
        rows.forEach(row -> {
            row[0] = "  " + row[0];
            table.row(row);
        });
    }

    /** What the runs have under one name; empty where one has nothing. */
    private record Pair(Optional<String> left, Optional<String> right) {}

    private static List<String[]> rowsOf(Map<String, Pair> pairs) {
        List<String[]> rows = new ArrayList<>();
        pairs.forEach((name, pair) -> rows.add(new String[] {name, shown(pair.left), shown(pair.right)}));
        return rows;
    }

    private static String shown(Optional<String> value) {
        return value.map(text -> text.isEmpty() ? "\"\"" : text).orElse(NONE);
    }

    /** The same for machines: values in the units of table runs; null for what a run does not have. */
    Map<String, Object> fields() {
        Map<String, Object> figures = new LinkedHashMap<>();
        for (Measured measured : measured()) {
            Map<String, Object> values = new LinkedHashMap<>();
            values.put("a", CanonicalJson.orNull(measured.left));
            values.put("b", CanonicalJson.orNull(measured.right));
            values.put("difference", CanonicalJson.orNull(measured.right - measured.left));
            addInterval(values, "a_interval_95", a, measured.metric, measured.left);
            addInterval(values, "b_interval_95", b, measured.metric, measured.right);
            figures.put(measured.name, values);
        }
        return Map.of(
                "run_a",
                a.row().runId(),
                "run_b",
                b.row().runId(),
                "configuration",
                byRun(settings()),
                "provenance",
                byRun(provenance()),
                "measured",
                figures);
    }

    private static void addInterval(
            Map<String, Object> values, String name, RunFields run, Metric metric, double value) {
        Intervals.of(run.row())
                .of(metric, value)
                .ifPresent(interval -> values.put(name, List.of(interval.low(), interval.high())));
    }

    private static Map<String, Object> byRun(Map<String, Pair> pairs) {
        Map<String, Object> fields = new LinkedHashMap<>();
        pairs.forEach((name, pair) -> {
            Map<String, Object> values = new LinkedHashMap<>();
            values.put("a", pair.left.orElse(null));
            values.put("b", pair.right.orElse(null));
            fields.put(name, values);
        });
        return fields;
    }

    private Map<String, Pair> settings() {
        Set<String> keys = new TreeSet<>(a.settings().keySet());
        keys.addAll(b.settings().keySet());
        Map<String, Pair> pairs = new LinkedHashMap<>();
        keys.forEach(key -> add(
                pairs,
                key,
                new Pair(
                        Optional.ofNullable(a.settings().get(key)),
                        Optional.ofNullable(b.settings().get(key)))));
        return pairs;
    }

    private Map<String, Pair> provenance() {
        Map<String, Pair> pairs = new LinkedHashMap<>();
        PROVENANCE.forEach(column -> add(
                pairs,
                column,
                new Pair(a.value(column).map(RunValue::text), b.value(column).map(RunValue::text))));
        return pairs;
    }

    private void add(Map<String, Pair> pairs, String name, Pair pair) {
        if (withEqual || !pair.left.equals(pair.right)) {
            pairs.put(name, pair);
        }
    }
}
