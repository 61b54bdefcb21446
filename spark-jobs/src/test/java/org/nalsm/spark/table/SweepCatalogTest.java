package org.nalsm.spark.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepCatalogTest {
    @TempDir
    private Path directory;

    private SweepCatalog sweeps() {
        return new SweepCatalog(new ResultsStore(directory.toString(), new Configuration(), Map.of()));
    }

    /** Trials run side by side: one reads rows while others replace theirs, and rows differ in length. */
    @Test
    void aRowThatIsBeingReplacedReadsAsTheOldOrTheNewOne() throws InterruptedException {
        SweepCatalog sweeps = sweeps();
        List<TrialRow> versions = IntStream.range(0, 7)
                .mapToObj(k -> failed("xyz0".repeat(37 * k + 1)))
                .toList();
        sweeps.write("s-1", versions.get(0));
        Thread writer = new Thread(() ->
                IntStream.range(0, 300).forEach(k -> sweeps.write("s-1", versions.get(k % versions.size()))));
        writer.start();
        while (writer.isAlive()) {
            assertThat(sweeps.trials("s-1")).singleElement().isIn(versions);
        }
        writer.join();
    }

    @Test
    void rowsThatCannotBeReadAreLeftOut() throws IOException {
        SweepCatalog sweeps = sweeps();
        SweepRow one = sweep("s-1");
        SweepRow two = sweep("s-2").with(RunStatus.STOPPED, Optional.of(Instant.parse("2024-05-06T08:00:00Z")));
        sweeps.write(two);
        sweeps.write(one);
        assertThat(sweeps.readAll()).containsExactly(one, two);
        assertThat(sweeps.find("s-2")).contains(two);
        assertThat(sweeps.find("s-3")).isEmpty();
        Path file = directory.resolve("sweeps/s-1.parquet");
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 300));
        Files.writeString(directory.resolve("sweeps/notes.txt"), "a stray file");
        Files.writeString(directory.resolve("sweeps/s-0.parquet"), "and another one");
        assertThat(sweeps.readAll()).containsExactly(two);
        TestRun.assertBadData(() -> sweeps.find("s-1"), file.toString());

        assertThat(sweeps.trials("s-1")).isEmpty();
        TrialRow trial = failed("x");
        sweeps.write("s-1", trial);
        sweeps.write("s-2", TrialRow.pending("t-2", new TreeMap<>()));
        Files.writeString(directory.resolve("trials/sweep_id=s-1/t-0.parquet"), "broken");
        assertThat(sweeps.trials("s-1")).containsExactly(trial);
    }

    private static SweepRow sweep(String id) {
        return new SweepRow(
                id, "", "{}", RunStatus.RUNNING, 3, Instant.parse("2024-05-06T07:08:09.123456Z"), Optional.empty());
    }

    @Test
    void aTrialGoesFromPendingToItsEnd() {
        SweepCatalog sweeps = sweeps();
        TrialRow pending = TrialRow.pending("t-1", new TreeMap<>(Map.of("network.seed", "1")));
        TrialRow running = pending.at(TrialStatus.RUNNING, Optional.of("r-1"));
        RunRow run = TestRun.row("r-1", RunStatus.COMPLETE)
                .with(
                        RunStatus.COMPLETE,
                        Optional.empty(),
                        RunRow.Outcome.of(
                                new TreeMap<>(),
                                60,
                                new TreeMap<>(
                                        Map.of("valid_accuracy", 0.9, "branching_factor", 1.25, "best_epoch", 7.0))));
        TrialRow complete = running.complete(run, 61.5);
        assertThat(complete.validAccuracy()).isEqualTo(0.9);
        assertThat(complete.testAccuracy()).isNaN();
        assertThat(complete.branchingFactor()).isEqualTo(1.25);
        assertThat(complete.metrics())
                .containsOnly(
                        Map.entry("valid_accuracy", 0.9),
                        Map.entry("branching_factor", 1.25),
                        Map.entry("best_epoch", 7.0));
        assertThat(complete.metric("best_epoch")).isEqualTo(7);
        assertThat(complete.metric("branching_factor")).isEqualTo(1.25);
        assertThat(complete.metric("test_accuracy")).isNaN();
        for (TrialRow row : List.of(pending, running, complete, running.failed("why", 2))) {
            sweeps.write("s-1", row);
            assertThat(sweeps.trials("s-1")).containsExactly(row);
        }
        assertThat(running.failed("why", 2).runId()).contains("r-1");
        assertThat(pending.at(TrialStatus.PENDING, Optional.empty())).isEqualTo(pending);
    }

    private static TrialRow failed(String error) {
        return new TrialRow(
                "t-1",
                Optional.of("r-1"),
                new TreeMap<>(Map.of("network.seed", "1")),
                TrialStatus.FAILED,
                Optional.of(error),
                Double.NaN,
                Double.NaN,
                Double.NaN,
                new TreeMap<>(Map.of("loss", 0.25)),
                1);
    }
}
