package org.nalsm.spark.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nalsm.spark.table.RunLease;
import org.nalsm.spark.table.RunStatus;
import org.nalsm.spark.table.SweepCatalog;
import org.nalsm.spark.table.SweepRow;
import org.nalsm.spark.table.TrialRow;
import org.nalsm.spark.table.TrialStatus;

class SweepListCommandTest {
    @TempDir
    private Path directory;

    private TestRuns runs;

    @BeforeEach
    void writeSweeps() {
        runs = new TestRuns(directory);
        SweepCatalog sweeps = new SweepCatalog(runs.store());
        sweeps.write(new SweepRow(
                "s-1",
                "weights",
                "{}",
                RunStatus.FAILED,
                4,
                Instant.parse("2026-05-02T10:00:00Z"),
                Optional.of(Instant.parse("2026-05-02T11:00:00Z"))));
        sweeps.write(new SweepRow(
                "s-0", "", "{}", RunStatus.RUNNING, 9, Instant.parse("2026-05-03T10:00:00Z"), Optional.empty()));
        sweeps.write("s-1", complete("t-1", "1", "1", 0.8));
        sweeps.write("s-1", complete("t-2", "1", "2", 0.9));
        sweeps.write("s-1", complete("t-3", "2", "1", 0.84));
        sweeps.write("s-1", TrialRow.pending("t-4", new TreeMap<>()).failed("impossible", 1));
    }

    private static TrialRow complete(String id, String weight, String seed, double accuracy) {
        return new TrialRow(
                id,
                Optional.of("r-" + id),
                new TreeMap<>(Map.of("model.max-weight", weight, "run.seed", seed)),
                TrialStatus.COMPLETE,
                Optional.empty(),
                accuracy,
                accuracy,
                1.25,
                new TreeMap<>(),
                3);
    }

    /** Of weight 1 the mean is 0.85, and of weight 2 it is 0.84. */
    @Test
    void sweepsAreListedTheNewestLastWithTheBestMean() {
        assertThat(runs.command("sweep", "list")
                        .out()
                        .lines()
                        .map(line -> line.strip().replaceAll(" {2,}", " | ")))
                .containsExactly(
                        "sweep | status | complete | failed | best valid % | started | name",
                        "s-1 | failed | 3 of 4 | 1 | 85.00 | 2026-05-02 10:00:00 UTC | weights",
                        "s-0 | lost | 0 of 9 | 0 | - | 2026-05-03 10:00:00 UTC");
    }

    /** A driver that was killed leaves its row as it was, and no lease that is renewed. */
    @Test
    void aSweepRunsWhileItsDriverIsHeardOf() {
        RunLease lease = RunLease.take(runs.store(), "s-0");
        try (lease) {
            assertThat(runs.command("sweep", "list").out()).contains("s-0    running");
        }
        assertThat(runs.command("sweep", "list").out()).contains("s-0    lost");
    }

    @Test
    void jsonHasTheSame() throws IOException {
        JsonNode sweeps = new ObjectMapper()
                .readTree(runs.command("sweep", "list", "--json").out());
        assertThat(sweeps).hasSize(2);
        assertThat(sweeps.at("/0/best_valid_accuracy").asDouble()).isEqualTo(0.85, within(1e-12));
        assertThat(sweeps.at("/0/complete").asInt()).isEqualTo(3);
        assertThat(sweeps.at("/1/best_valid_accuracy").isNull()).isTrue();
    }

    @Test
    void anEmptyDirectorySaysSo() {
        assertThat(CommandLineRun.nalsm("sweep", "list", "--set", "output.dir=" + directory.resolve("none"))
                        .out())
                .startsWith("no sweeps in file:");
    }
}
