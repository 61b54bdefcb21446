package org.nalsm.spark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.hadoop.conf.Configuration;
import org.nalsm.spark.config.ConfigLoader;
import org.nalsm.spark.config.ResolvedConfig;
import org.nalsm.spark.table.ResultsStore;
import org.nalsm.spark.table.RunRow;
import org.nalsm.spark.table.RunStatus;

/** A results directory with the rows of four runs, and the command line to work on it. */
final class TestRuns {
    private final Path directory;
    private final ResultsStore store;

    TestRuns(Path directory) {
        this.directory = directory;
        store = new ResultsStore(directory.toString(), new Configuration(), Map.of());
        write("r-a1", RunStatus.COMPLETE, "2026-05-01T10:00:00Z", 0.9, "model.astrocyte-weight=0.015");
        write(
                "r-a2",
                RunStatus.COMPLETE,
                "2026-05-02T10:00:00.5Z",
                0.95,
                "model.astrocyte-weight=0.002",
                "network.seed=2");
        write("r-b1", RunStatus.FAILED, "2026-05-02T10:00:00Z", Double.NaN, "model.name=lsm");
        write(
                "r-b2",
                RunStatus.COMPLETE,
                "2026-05-04T09:00:00Z",
                0.85,
                "model.astrocyte-weight=0.1",
                "network.dimensions=20,20,20");
    }

    ResultsStore store() {
        return store;
    }

    /** Its test accuracy is one point below the validation accuracy. */
    void write(String id, RunStatus status, String start, double accuracy, String... settings) {
        ResolvedConfig config = ConfigLoader.load(List.of(), List.of(settings));
        boolean done = status == RunStatus.COMPLETE;
        store.runs()
                .write(new RunRow(
                        id,
                        status,
                        config.experiment().model().name().key(),
                        "mnist",
                        config.json(),
                        "n-1",
                        "l-1",
                        "c-1",
                        "",
                        config.experiment().network().seed(),
                        1,
                        "v",
                        "4.1",
                        "event",
                        Instant.parse(start),
                        done ? Optional.of(Instant.parse(start).plusSeconds(90)) : Optional.empty(),
                        done ? new RunRow.PhaseSeconds(1, 2, 80, 7, 90) : RunRow.PhaseSeconds.UNKNOWN,
                        done
                                ? new RunRow.Scores(
                                        500 + 1000 * (accuracy - 0.9),
                                        7000,
                                        4000,
                                        0.99,
                                        accuracy,
                                        accuracy - 0.01,
                                        OptionalInt.of(3))
                                : RunRow.Scores.UNKNOWN));
    }

    /** {@code nalsm runs} with these arguments. */
    MainTest.Outcome nalsm(String... args) {
        List<String> all = new ArrayList<>(List.of("runs"));
        all.addAll(Arrays.asList(args));
        all.addAll(List.of("--set", "output.dir=" + directory));
        return MainTest.nalsm(all.toArray(String[]::new));
    }

    /** The run ids of a list in its order, separated by blanks. */
    String listed(String... options) {
        List<String> args = new ArrayList<>(List.of("list"));
        args.addAll(Arrays.asList(options));
        MainTest.Outcome outcome = nalsm(args.toArray(String[]::new));
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        return String.join(
                " ",
                outcome.out().lines().skip(1).map(line -> line.split(" ")[0]).toList());
    }

    static void assertOneLine(MainTest.Outcome outcome, int exitCode, String... parts) {
        assertThat(outcome.err().lines())
                .singleElement()
                .asString()
                .startsWith("nalsm: ")
                .contains(parts);
        assertThat(outcome.exitCode()).isEqualTo(exitCode);
        assertThat(outcome.out()).isEmpty();
    }
}
