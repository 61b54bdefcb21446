package org.nalsm.spark.board;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.nalsm.spark.figure.Exhibit;
import org.nalsm.spark.figure.Figure;
import org.nalsm.spark.figure.ReportSection;
import org.nalsm.spark.table.ResultsStore;
import org.nalsm.spark.table.RunCatalog;
import org.nalsm.spark.table.RunRow;
import org.nalsm.spark.table.RunStatus;
import org.nalsm.spark.table.SweepCatalog;
import org.nalsm.spark.table.SweepRow;
import org.nalsm.spark.table.TrialRow;
import org.nalsm.spark.table.TrialStatus;

/** Rows of runs and sweeps that never ran. */
final class MadeUpResults {
    private static final String SVG =
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"40\" height=\"20\"><rect style=\"fill:#0072b2\" "
                    + "width=\"40\" height=\"20\"/></svg>";

    private final ResultsStore store;

    MadeUpResults(Path directory) {
        store = new ResultsStore(directory.toString(), new Configuration(), Map.of());
    }

    ResultsStore store() {
        return store;
    }

    /** Starts a board on them. */
    Board board() {
        return Board.start(store, MadeUpResults::sections, "localhost", 0);
    }

    private static List<ReportSection> sections(RunRow run) {
        Figure figure = new Figure(
                "accuracy", Figure.Format.SVG, SVG.getBytes(java.nio.charset.StandardCharsets.UTF_8), 40, 20, "a box");
        return List.of(new ReportSection(
                "accuracy", "Accuracy", List.of(Exhibit.of("A box", figure, "The box of " + run.runId() + "."))));
    }

    /** A run whose validation accuracy is a point above its test accuracy. */
    void run(String id, RunStatus status, String start, double validAccuracy, String model, String configuration) {
        run(id, status, start, validAccuracy, model, "mnist", configuration);
    }

    void run(
            String id,
            RunStatus status,
            String start,
            double validAccuracy,
            String model,
            String dataset,
            String configuration) {
        SortedMap<String, Double> measured = new TreeMap<>();
        if (!Double.isNaN(validAccuracy)) {
            measured.putAll(Map.of("valid_accuracy", validAccuracy, "test_accuracy", validAccuracy - 0.01));
        }
        new RunCatalog(store)
                .write(new RunRow(
                        id,
                        status,
                        model,
                        dataset,
                        configuration,
                        new RunRow.Parts("n-1", "l-1", "c-1", "", OptionalDouble.empty(), OptionalLong.of(1), 1),
                        new RunRow.Provenance(OptionalInt.of(1), "0.2.0", "abcdef0", "4.1.3", "event"),
                        Instant.parse(start),
                        status == RunStatus.RUNNING
                                ? Optional.empty()
                                : Optional.of(Instant.parse(start).plusSeconds(90)),
                        RunRow.Outcome.of(new TreeMap<>(Map.of("simulation", 80.0)), 90, measured)));
    }

    void sweep(String id, String name, RunStatus status, int trials) {
        new SweepCatalog(store)
                .write(new SweepRow(
                        id,
                        name,
                        "{\"model\":{\"name\":\"nalsm\"}}",
                        status,
                        trials,
                        Instant.parse("2026-05-03T10:00:00Z"),
                        Optional.empty()));
    }

    void trial(String sweep, String id, String run, TrialStatus status, double accuracy, String... parameters) {
        SortedMap<String, String> map = new TreeMap<>();
        for (int k = 0; k < parameters.length; k += 2) {
            map.put(parameters[k], parameters[k + 1]);
        }
        TrialRow pending = TrialRow.pending(id, map);
        TrialRow begun = pending.at(status == TrialStatus.PENDING ? status : TrialStatus.RUNNING, Optional.of(run));
        new SweepCatalog(store)
                .write(
                        sweep,
                        switch (status) {
                            case PENDING, RUNNING -> begun;
                            case FAILED -> begun.failed("too large: <b>weight</b>", 3);
                            case COMPLETE ->
                                new TrialRow(
                                        id,
                                        Optional.of(run),
                                        map,
                                        status,
                                        Optional.empty(),
                                        accuracy,
                                        accuracy - 0.01,
                                        1.2,
                                        new TreeMap<>(),
                                        60);
                        });
    }
}
