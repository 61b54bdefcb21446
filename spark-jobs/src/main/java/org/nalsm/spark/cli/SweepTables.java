package org.nalsm.spark.cli;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.nalsm.spark.config.CanonicalJson;
import org.nalsm.spark.config.ResolvedSweep;
import org.nalsm.spark.config.SweepTrial;
import org.nalsm.spark.sweep.Leaderboard;
import org.nalsm.spark.sweep.Statistic;
import org.nalsm.spark.sweep.SweepResult;
import org.nalsm.spark.table.TrialRow;

/** What {@code nalsm sweep} prints. */
final class SweepTables {
    private SweepTables() {}

    /** The trials of a sweep that has not run. */
    static String planned(String sweepId, ResolvedSweep sweep) {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "sweep %s (%s), %,d trials%n",
                sweepId,
                sweep.sweep().name(),
                sweep.trials().size()));
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
        return text.toString();
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
    static String result(SweepResult result, String resultsAt) {
        Leaderboard board = result.leaderboard();
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "sweep %s (%s): %d of %d trials complete%n",
                result.row().sweepId(),
                result.row().name(),
                board.groups().stream().mapToInt(group -> group.trials().size()).sum(),
                result.trials().size()));
        if (!board.groups().isEmpty()) {
            text.append(table(board))
                    .append("Mean (standard deviation) over n repetitions; the order is that of "
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

    private static TextTable table(Leaderboard board) {
        TextTable table = new TextTable()
                .right("")
                .right("validation %")
                .right("test %")
                .right("branching factor")
                .right("n")
                .left("parameters");
        int rank = 1;
        for (Leaderboard.Group group : board.groups()) {
            table.row(
                    String.valueOf(rank++),
                    share(group.validAccuracy()),
                    share(group.testAccuracy()),
                    figure(group.branchingFactor(), 1, 3),
                    String.valueOf(group.trials().size()),
                    group.parameters().isEmpty() ? "(seeds only)" : parameters(group.parameters()));
        }
        return table;
    }

    static String resultJson(SweepResult result, String resultsAt) {
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
                result.leaderboard().groups().stream()
                        .map(group -> Map.of(
                                "parameters",
                                group.parameters(),
                                "run_ids",
                                group.trials().stream()
                                        .flatMap(trial -> trial.runId().stream())
                                        .toList(),
                                "valid_accuracy",
                                json(group.validAccuracy()),
                                "test_accuracy",
                                json(group.testAccuracy()),
                                "branching_factor",
                                json(group.branchingFactor())))
                        .toList());
        fields.put("results", resultsAt);
        return CanonicalJson.write(fields);
    }

    private static Map<String, Object> json(Statistic statistic) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("mean", CanonicalJson.orNull(statistic.mean()));
        fields.put("standard_deviation", CanonicalJson.orNull(statistic.standardDeviation()));
        fields.put("n", statistic.n());
        return fields;
    }

    private static String share(Statistic statistic) {
        return figure(statistic, 100, 2);
    }

    private static String figure(Statistic statistic, double scale, int decimals) {
        if (statistic.n() == 0) {
            return "-";
        }
        String mean = String.format(Locale.ROOT, "%." + decimals + "f", scale * statistic.mean());
        return statistic.n() == 1
                ? mean
                : mean + String.format(Locale.ROOT, " (%." + decimals + "f)", scale * statistic.standardDeviation());
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
