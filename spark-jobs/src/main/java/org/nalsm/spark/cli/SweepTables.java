package org.nalsm.spark.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.nalsm.engine.analysis.Statistic;
import org.nalsm.spark.cli.console.TextTable;
import org.nalsm.spark.config.ResolvedSweep;
import org.nalsm.spark.config.SweepTrial;
import org.nalsm.spark.family.TrialIntervals;
import org.nalsm.spark.identity.CanonicalJson;
import org.nalsm.spark.run.Metric;
import org.nalsm.spark.sweep.Leaderboard;
import org.nalsm.spark.sweep.PlannedCost;
import org.nalsm.spark.sweep.SweepResult;
import org.nalsm.spark.table.TrialRow;
import org.nalsm.spark.table.TrialStatus;

/** What {@code nalsm sweep} prints. */
final class SweepTables {
    private static final List<Metric> ACCURACIES = List.of(Metric.VALID_ACCURACY, Metric.TEST_ACCURACY);

    private final List<Metric> further;

    private final TrialIntervals intervals;

    /**
     * @param metrics of the family of the sweep's model
     * @param intervals of its trials
     */
    SweepTables(List<Metric> metrics, TrialIntervals intervals) {
        this.intervals = intervals;
        this.further = metrics.stream()
                .filter(Metric::inSweeps)
                .filter(metric -> !metric.equals(Metric.VALID_ACCURACY) && !metric.equals(Metric.TEST_ACCURACY))
                .toList();
    }

    /** The metrics that are shown behind validation and test accuracy. */
    List<Metric> further() {
        return further;
    }

    /** How sure the accuracies of the trials are. */
    TrialIntervals intervals() {
        return intervals;
    }

    /** The trials of a sweep that has not run. */
    static String planned(String sweepId, ResolvedSweep sweep) {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT, "sweep %s (%s), %s%n", sweepId, sweep.sweep().name(), trials(sweep)));
        for (SweepTrial trial : sweep.trials()) {
            text.append("  ")
                    .append(trial.id())
                    .append("  ")
                    .append(parameters(trial.parameters()))
                    .append(trial.error()
                            .map(e -> "  impossible: " + e.getMessage())
                            .orElse(""))
                    .append('\n');
        }
        return text.append(cost(sweep)).toString();
    }

    /** What a sweep costs at most, in trials and samples; of successive halving by rung. */
    static String cost(ResolvedSweep sweep) {
        PlannedCost cost = PlannedCost.of(sweep);
        if (!sweep.sweep().isHalving()) {
            return String.format(Locale.ROOT, "cost: %,d trials, %,d samples%n", cost.trials(), cost.samples());
        }
        StringBuilder text = new StringBuilder();
        for (int k = 0; k < cost.rungs().size(); k++) {
            PlannedCost.Rung rung = cost.rungs().get(k);
            text.append(String.format(
                    Locale.ROOT,
                    "rung %d: %,d %s with %s = %d, %,d samples%n",
                    k + 1,
                    rung.trials(),
                    rung.trials() == 1 ? "trial" : "trials",
                    sweep.sweep().halving().resource(),
                    rung.resource(),
                    rung.samples()));
        }
        return text.append(String.format(
                        Locale.ROOT,
                        "cost: %,d trials, %,d samples, of which %,d are new to their candidate; all candidates with the "
                                + "last rung's %s: %,d samples%n",
                        cost.trials(),
                        cost.samples(),
                        cost.newSamples(),
                        sweep.sweep().halving().resource(),
                        cost.grid()))
                .toString();
    }

    /** How many trials there are; random choices of short lists come out equal now and then. */
    static String trials(ResolvedSweep sweep) {
        int trials = sweep.trials().size();
        if (sweep.sweep().isHalving()) {
            return String.format(
                    Locale.ROOT,
                    "%,d candidates, %,d trials on %d rungs",
                    trials,
                    PlannedCost.of(sweep).trials(),
                    sweep.rungs().size());
        }
        return sweep.chosen() == trials
                ? String.format(Locale.ROOT, "%,d trials", trials)
                : String.format(Locale.ROOT, "%,d trials, the different ones of %,d drawn", trials, sweep.chosen());
    }

    static String plannedJson(String sweepId, ResolvedSweep sweep) {
        return CanonicalJson.write(Map.of(
                "sweep_id",
                sweepId,
                "name",
                sweep.sweep().name(),
                "trials",
                sweep.trials().stream()
                        .map(trial -> Map.of("trial_id", trial.id(), "parameters", trial.parameters()))
                        .toList()));
    }

    /** The leaderboard, and what failed. */
    String result(SweepResult result, String resultsAt) {
        Leaderboard board = result.leaderboard();
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "sweep %s (%s): %d of %d trials complete%n",
                result.row().sweepId(),
                result.row().name(),
                result.trials().stream()
                        .filter(trial -> trial.status() == TrialStatus.COMPLETE)
                        .count(),
                result.trials().size()));
        if (!board.groups().isEmpty()) {
            text.append(table(board))
                    .append(
                            "Mean (standard deviation) over n repetitions [95 % interval of so many samples]; the order is that of "
                                    + (board.groups().get(0).rung().isPresent() ? "rungs, then of " : "")
                                    + "validation accuracy.\n");
        }
        for (TrialRow trial : result.failed()) {
            text.append(String.format(
                    "failed: %s (%s): %s%n",
                    trial.trialId(),
                    parameters(trial.parameters()),
                    trial.error().orElse("")));
        }
        return text.append("results  ").append(resultsAt).append('\n').toString();
    }

    private TextTable table(Leaderboard board) {
        List<Metric> known = further.stream()
                .filter(metric -> board.groups().stream()
                        .anyMatch(group -> group.statistic(metric).n() > 0))
                .toList();
        TextTable table = new TextTable().right("").right("validation %").right("test %");
        known.forEach(metric -> table.right(metric.columnTitle(metric.title())));
        boolean rungs = board.groups().stream().anyMatch(group -> group.rung().isPresent());
        if (rungs) {
            table.right("rung");
        }
        table.right("n").left("parameters");
        int rank = 1;
        for (Leaderboard.Group group : board.groups()) {
            List<String> cells = new ArrayList<>();
            cells.add(String.valueOf(rank++));
            cells.add(figure(group, Metric.VALID_ACCURACY));
            cells.add(figure(group, Metric.TEST_ACCURACY));
            known.forEach(metric -> cells.add(figure(group, metric)));
            if (rungs) {
                cells.add(String.valueOf(group.rung().orElse(0) + 1));
            }
            cells.add(String.valueOf(group.trials().size()));
            cells.add(group.parameters().isEmpty() ? "(seeds only)" : parameters(group.parameters()));
            table.row(cells.toArray(String[]::new));
        }
        return table;
    }

    String resultJson(SweepResult result, String resultsAt) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("sweep_id", result.row().sweepId());
        fields.put("name", result.row().name());
        fields.put("status", result.row().status().word());
        fields.put("trials", result.trials().size());
        fields.put(
                "failed",
                result.failed().stream()
                        .map(trial -> Map.of(
                                "trial_id",
                                trial.trialId(),
                                "parameters",
                                trial.parameters(),
                                "error",
                                trial.error().orElse("")))
                        .toList());
        fields.put(
                "leaderboard",
                result.leaderboard().groups().stream().map(this::json).toList());
        fields.put("results", resultsAt);
        return CanonicalJson.write(fields);
    }

    /** What there is to say of a sweep that has ended, for machines. */
    Map<String, Object> outcome(SweepResult result) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("sweep_id", result.row().sweepId());
        fields.put("status", result.row().status().word());
        fields.put("trials", result.trials().size());
        fields.put("failed", result.failed().size());
        fields.put(
                "best",
                result.leaderboard().groups().stream()
                        .findFirst()
                        .map(this::json)
                        .orElse(null));
        return fields;
    }

    private Map<String, Object> json(Leaderboard.Group group) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("parameters", group.parameters());
        group.rung().ifPresent(rung -> fields.put("rung", rung + 1));
        fields.put(
                "run_ids",
                group.trials().stream().flatMap(trial -> trial.runId().stream()).toList());
        fields.put(Metric.VALID_ACCURACY.name(), json(group.statistic(Metric.VALID_ACCURACY)));
        fields.put(Metric.TEST_ACCURACY.name(), json(group.statistic(Metric.TEST_ACCURACY)));
        further.forEach(metric -> fields.put(metric.name(), json(group.statistic(metric))));
        Map<String, Double> means = new LinkedHashMap<>();
        ACCURACIES.forEach(
                metric -> means.put(metric.name(), group.statistic(metric).mean()));
        fields.put("intervals_95", intervals.of(group.trials().get(0)).of(means));
        return fields;
    }

    private static Map<String, Object> json(Statistic statistic) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("mean", CanonicalJson.orNull(statistic.mean()));
        fields.put("standard_deviation", CanonicalJson.orNull(statistic.standardDeviation()));
        fields.put("n", statistic.n());
        return fields;
    }

    private String figure(Leaderboard.Group group, Metric metric) {
        Statistic statistic = group.statistic(metric);
        String mean = metric.formatNumber(statistic.mean());
        return (statistic.n() < 2 ? mean : mean + " (" + metric.formatNumber(statistic.standardDeviation()) + ")")
                + intervals.of(group.trials().get(0)).beside(metric, statistic.mean());
    }

    /** Keys and values as {@code --set} takes them. */
    static String parameters(SortedMap<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(p -> p.getKey() + "=" + unquoted(p.getValue()))
                .collect(Collectors.joining(" "));
    }

    private static String unquoted(String json) {
        return json.length() > 1 && json.startsWith("\"") ? json.substring(1, json.length() - 1) : json;
    }
}
