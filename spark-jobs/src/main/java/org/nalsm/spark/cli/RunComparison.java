package org.nalsm.spark.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import org.nalsm.spark.config.CanonicalJson;
import org.nalsm.spark.table.RunRow;

/** Two runs side by side: what was set differently, what ran it, what came out. */
final class RunComparison {
    private static final String NONE = "-";

    /**
     * A measured column of table runs.
     *
     * @param unit behind a value
     * @param differenceUnit behind a difference
     * @param scale from the column's unit to the unit shown
     * @param decimals digits shown behind the point
     * @param isRelative whether a change in percent says something
     */
    private record Metric(
            String column,
            String unit,
            String differenceUnit,
            double scale,
            int decimals,
            boolean isRelative,
            ToDoubleFunction<RunRow> value) {
        private static Metric share(String column, ToDoubleFunction<RunRow> value) {
            return new Metric(column, " %", " points", 100, 2, false, value);
        }

        private static Metric seconds(String column, ToDoubleFunction<RunRow> value) {
            return new Metric(column, " s", " s", 1, 1, true, value);
        }

        private String shown(double number) {
            return Double.isNaN(number)
                    ? NONE
                    : String.format(Locale.ROOT, "%,." + decimals + "f%s", scale * number, unit);
        }

        private String difference(double a, double b) {
            return Double.isNaN(b - a)
                    ? NONE
                    : String.format(Locale.ROOT, "%+,." + decimals + "f%s", scale * (b - a), differenceUnit);
        }

        private String change(double a, double b) {
            return !isRelative || a == 0 || Double.isNaN(b - a)
                    ? ""
                    : String.format(Locale.ROOT, "%+.1f %%", 100 * (b - a) / a);
        }
    }

    private static final List<Metric> METRICS = List.of(
            Metric.share("valid_accuracy", row -> row.scores().validAccuracy()),
            Metric.share("test_accuracy", row -> row.scores().testAccuracy()),
            Metric.share("train_accuracy", row -> row.scores().trainAccuracy()),
            new Metric(
                    "best_epoch",
                    "",
                    "",
                    1,
                    0,
                    false,
                    row -> row.scores().bestEpoch().isPresent()
                            ? row.scores().bestEpoch().getAsInt()
                            : Double.NaN),
            new Metric(
                    "liquid_spikes_per_sample",
                    "",
                    "",
                    1,
                    1,
                    true,
                    row -> row.scores().liquidSpikesPerSample()),
            new Metric(
                    "input_spikes_per_sample",
                    "",
                    "",
                    1,
                    1,
                    true,
                    row -> row.scores().inputSpikesPerSample()),
            new Metric(
                    "samples_per_second",
                    " /s",
                    " /s",
                    1,
                    1,
                    true,
                    row -> row.scores().samplesPerSecond()),
            Metric.seconds("network_seconds", row -> row.seconds().network()),
            Metric.seconds("initialisation_seconds", row -> row.seconds().initialisation()),
            Metric.seconds("simulation_seconds", row -> row.seconds().simulation()),
            Metric.seconds("readout_seconds", row -> row.seconds().readout()),
            Metric.seconds("total_seconds", row -> row.seconds().total()));

    /** Columns that are neither a setting nor a result. */
    private static final List<String> PROVENANCE = List.of(
            "status",
            "network_id",
            "liquid_id",
            "simulation_id",
            "code_version",
            "spark_version",
            "backend",
            "started_at",
            "finished_at");

    private final RunFields a;
    private final RunFields b;
    private final boolean withEqual;

    /** @param withEqual whether to show what is the same in both runs too */
    RunComparison(RunRow a, RunRow b, boolean withEqual) {
        this.a = new RunFields(a);
        this.b = new RunFields(b);
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
        List<String[]> measured = new ArrayList<>();
        for (Metric metric : METRICS) {
            double left = metric.value.applyAsDouble(a.row());
            double right = metric.value.applyAsDouble(b.row());
            if (withEqual || differ(left, right)) {
                measured.add(new String[] {
                    metric.column,
                    metric.shown(left),
                    metric.shown(right),
                    metric.difference(left, right),
                    metric.change(left, right)
                });
            }
        }
        section(table, "measured", measured);
        return table.toString();
    }

    private static void section(TextTable table, String title, List<String[]> rows) {
        table.row("").row(title + (rows.isEmpty() ? ": no difference" : ""));
        rows.forEach(row -> {
            row[0] = "  " + row[0];
            table.row(row);
        });
    }

    private static List<String[]> rowsOf(Map<String, List<String>> pairs) {
        List<String[]> rows = new ArrayList<>();
        pairs.forEach((name, pair) -> rows.add(new String[] {name, shown(pair.get(0)), shown(pair.get(1))}));
        return rows;
    }

    private static String shown(String value) {
        return value == null ? NONE : value.isEmpty() ? "\"\"" : value;
    }

    /** The same for machines: values in the units of table runs; null for what a run does not have. */
    Map<String, Object> fields() {
        Map<String, Object> measured = new LinkedHashMap<>();
        for (Metric metric : METRICS) {
            double left = metric.value.applyAsDouble(a.row());
            double right = metric.value.applyAsDouble(b.row());
            if (withEqual || differ(left, right)) {
                Map<String, Object> values = new LinkedHashMap<>();
                values.put("a", CanonicalJson.orNull(left));
                values.put("b", CanonicalJson.orNull(right));
                values.put("difference", CanonicalJson.orNull(right - left));
                measured.put(metric.column, values);
            }
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
                measured);
    }

    private static Map<String, Object> byRun(Map<String, List<String>> pairs) {
        Map<String, Object> fields = new LinkedHashMap<>();
        pairs.forEach((name, pair) -> {
            Map<String, Object> values = new LinkedHashMap<>();
            values.put("a", pair.get(0));
            values.put("b", pair.get(1));
            fields.put(name, values);
        });
        return fields;
    }

    private Map<String, List<String>> settings() {
        Set<String> keys = new TreeSet<>(a.settings().keySet());
        keys.addAll(b.settings().keySet());
        Map<String, List<String>> pairs = new LinkedHashMap<>();
        keys.forEach(key -> add(pairs, key, a.settings().get(key), b.settings().get(key)));
        return pairs;
    }

    private Map<String, List<String>> provenance() {
        Map<String, List<String>> pairs = new LinkedHashMap<>();
        PROVENANCE.forEach(column -> add(
                pairs,
                column,
                a.value(column).map(RunValue::text).orElse(null),
                b.value(column).map(RunValue::text).orElse(null)));
        return pairs;
    }

    private void add(Map<String, List<String>> pairs, String name, String left, String right) {
        if (withEqual || !Objects.equals(left, right)) {
            List<String> pair = new ArrayList<>();
            pair.add(left);
            pair.add(right);
            pairs.put(name, pair);
        }
    }

    private static boolean differ(double left, double right) {
        return Double.compare(left, right) != 0;
    }
}
