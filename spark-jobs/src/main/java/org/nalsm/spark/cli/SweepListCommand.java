package org.nalsm.spark.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.nalsm.spark.cli.console.TextTable;
import org.nalsm.spark.cli.option.CommonOptions;
import org.nalsm.spark.family.Intervals;
import org.nalsm.spark.family.TrialIntervals;
import org.nalsm.spark.figure.Numbers;
import org.nalsm.spark.identity.CanonicalJson;
import org.nalsm.spark.results.Results;
import org.nalsm.spark.run.Metric;
import org.nalsm.spark.sweep.Leaderboard;
import org.nalsm.spark.table.ResultsStore;
import org.nalsm.spark.table.Standing;
import org.nalsm.spark.table.SweepCatalog;
import org.nalsm.spark.table.SweepRow;
import org.nalsm.spark.table.TrialRow;
import org.nalsm.spark.table.TrialStatus;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code nalsm sweep list}: one line a sweep. */
@Command(
        name = "list",
        description = "Lists the sweeps in output.dir, the newest last.",
        mixinStandardHelpOptions = true)
final class SweepListCommand implements Callable<String> {
    @Mixin
    private CommonOptions common;

    /** A sweep and what has become of its trials. */
    private record Line(SweepRow sweep, String status, List<TrialRow> trials) {
        private long count(TrialStatus status) {
            return trials.stream().filter(trial -> trial.status() == status).count();
        }

        private Optional<Leaderboard.Group> first() {
            return Leaderboard.of(trials).groups().stream().findFirst();
        }

        /** Mean validation accuracy of the best repetitions; NaN if none is complete. */
        private double best() {
            return first().map(group -> group.statistic(Leaderboard.RANKED_BY).mean())
                    .orElse(Double.NaN);
        }

        private Optional<Intervals> intervals() {
            return first().map(
                            group -> TrialIntervals.of(sweep).of(group.trials().get(0)));
        }
    }

    /** The highest rung of successive halving that has begun, from 1. */
    private static OptionalInt rung(Line line) {
        return line.trials().stream()
                .flatMapToInt(trial -> trial.rung().stream())
                .map(rung -> rung + 1)
                .max();
    }

    @Override
    public String call() {
        ResultsStore store = Results.open(common.experiment());
        SweepCatalog catalog = new SweepCatalog(store);
        List<Line> lines = catalog.readAll().stream()
                .sorted(Comparator.comparing(SweepRow::startedAt))
                .map(sweep -> new Line(sweep, Standing.of(sweep, store).status(), catalog.trials(sweep.sweepId())))
                .toList();
        boolean isThere = !lines.isEmpty() || store.isThere();
        if (common.json()) {
            return CanonicalJson.write(
                    lines.stream().map(SweepListCommand::json).toList());
        }
        return lines.isEmpty()
                ? "no sweeps in " + store.root() + (isThere ? "" : ", which is not there")
                : table(lines);
    }

    private static String table(List<Line> lines) {
        boolean rungs = lines.stream().anyMatch(line -> rung(line).isPresent());
        TextTable table =
                new TextTable().left("sweep").left("status").right("complete").right("failed");
        if (rungs) {
            table.right("rung");
        }
        table.right("best valid %").left("started").left("name");
        for (Line line : lines) {
            List<String> cells = new ArrayList<>(List.of(
                    line.sweep().sweepId(),
                    line.status(),
                    line.count(TrialStatus.COMPLETE) + " of " + line.sweep().trials(),
                    Long.toString(line.count(TrialStatus.FAILED))));
            if (rungs) {
                cells.add(rung(line).isPresent() ? Integer.toString(rung(line).getAsInt()) : Numbers.UNKNOWN);
            }
            cells.add(Metric.VALID_ACCURACY.formatNumber(line.best())
                    + line.intervals()
                            .map(found -> found.beside(Leaderboard.RANKED_BY, line.best()))
                            .orElse(""));
            cells.add(Numbers.time(line.sweep().startedAt()));
            cells.add(line.sweep().name());
            table.row(cells.toArray(String[]::new));
        }
        return table.toString();
    }

    private static Map<String, Object> json(Line line) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("sweep_id", line.sweep().sweepId());
        fields.put("name", line.sweep().name());
        fields.put("status", line.status());
        fields.put("trials", line.sweep().trials());
        fields.put("complete", line.count(TrialStatus.COMPLETE));
        fields.put("failed", line.count(TrialStatus.FAILED));
        rung(line).ifPresent(rung -> fields.put("rung", rung));
        fields.put("best_valid_accuracy", CanonicalJson.orNull(line.best()));
        fields.put(
                "intervals_95",
                line.intervals()
                        .map(found -> found.of(Map.of(Leaderboard.RANKED_BY.name(), line.best())))
                        .orElseGet(TreeMap::new));
        fields.put("started_at", line.sweep().startedAt().toString());
        return fields;
    }
}
