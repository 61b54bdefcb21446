package org.nalsm.spark.cli.runs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nalsm.spark.cli.TestRuns;
import org.nalsm.spark.table.PredictionRow;
import org.nalsm.spark.table.ResultsStore;
import org.nalsm.spark.table.RunCatalog;
import org.nalsm.spark.table.RunLease;
import org.nalsm.spark.table.RunStatus;
import org.nalsm.spark.table.SweepCatalog;
import org.nalsm.spark.table.SweepRow;
import org.nalsm.spark.table.TrialRow;
import org.nalsm.spark.table.TrialStatus;
import picocli.CommandLine;

/** {@code runs delete}: what goes, what stays, and when it asks. */
class RunsDeleteCommandTest {
    @TempDir
    private Path directory;

    private TestRuns runs;

    @BeforeEach
    void writeRuns() {
        runs = new TestRuns(directory);
    }

    @Test
    void deleteSaysHowManyBytesWereFreedAndLeavesOtherRunsAlone() throws IOException {
        for (String run : List.of("r-a1", "r-a2")) {
            runs.store()
                    .write(
                            PredictionRow.TABLE,
                            ResultsStore.SINGLE_FILE,
                            Stream.of(new PredictionRow(60_000, 7, 7, new float[10])),
                            run,
                            "test");
        }
        new RunCatalog(runs.store()).writeManifest("r-a1", "{}");
        long before = bytesOnDisk();
        JsonNode result = new ObjectMapper()
                .readTree(
                        runs.nalsm("delete", "r-a1", "r-b1", "--yes", "--json").out());
        assertThat(result.get("bytes").asLong()).isPositive().isEqualTo(before - bytesOnDisk());
        assertThat(result.get("deleted")).hasSize(2);
        assertThat(result.at("/deleted/0/run_id").asText()).isEqualTo("r-a1");
        assertThat(runs.listed()).isEqualTo("r-a2 r-b2");
        assertThat(runs.store().read(PredictionRow.TABLE, ResultsStore.SINGLE_FILE, "r-a2", "test"))
                .hasSize(1);
        assertThat(directory.resolve("predictions/run_id=r-a1")).doesNotExist();
    }

    private long bytesOnDisk() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    @Test
    void theReportGoesWithItsRun() throws IOException {
        Path page = Path.of(java.net.URI.create(runs.store().report("r-a1"))).resolve("index.html");
        Files.createDirectories(page.getParent());
        Files.writeString(page, "a report");
        runs.nalsm("delete", "r-a1", "--yes");
        assertThat(page.getParent()).doesNotExist();
    }

    @Test
    void aRunThatIsBeingWrittenStaysEvenWithForce() {
        RunLease lease = RunLease.take(runs.store(), "r-b1");
        try (lease) {
            runs.nalsm("delete", "r-b1", "--yes", "--force").assertOneLine(73, "r-b1", "is being written by");
        }
        assertThat(runs.listed()).contains("r-b1");
        assertThat(runs.nalsm("delete", "r-b1", "--yes", "--force").exitCode()).isZero();
    }

    @Test
    void withoutATerminalDeleteNeedsYes() {
        runs.nalsm("delete", "r-a1").assertOneLine(64, "r-a1", "--yes");
        assertThat(runs.listed()).contains("r-a1");
        assertThat(runs.nalsm("delete", "r-a1", "--yes").out()).contains("deleted", "r-a1");
        assertThat(runs.listed()).doesNotContain("r-a1");
    }

    /** What {@code runs delete "$RUN"} is if the variable is not set: it must not find the only run there is. */
    @ParameterizedTest
    @ValueSource(strings = {"", "r", "r-"})
    void anEmptyIdDeletesNothingEvenIfThereIsOneRun(String id) {
        runs.nalsm("delete", "r-a1", "r-a2", "r-b1", "--yes");
        assertThat(runs.listed()).isEqualTo("r-b2");
        runs.nalsm("delete", id, "--yes", "--force").assertOneLine(64, "'" + id + "' names no run");
        runs.nalsm("delete", id).assertOneLine(64, "'" + id + "' names no run");
        assertThat(runs.listed()).isEqualTo("r-b2");
    }

    @Test
    void withYesALittleOfAnIdDeletesNothing() {
        runs.write("r-0123456789ab", RunStatus.COMPLETE, "2026-05-06T10:00:00Z", 0.9);
        runs.nalsm("delete", "r-012", "--yes").assertOneLine(64, "'r-012'", "r-0123456789ab", "more of the id");
        runs.nalsm("delete", "r-a1", "r-012", "--yes", "--force").assertOneLine(64, "more of the id");
        assertThat(runs.listed()).contains("r-a1", "r-0123456789ab");
        assertThat(runs.nalsm("delete", "r-0123", "--yes").exitCode()).isZero();
        assertThat(runs.listed()).isEqualTo("r-a1 r-b1 r-a2 r-b2");
    }

    /** There the question shows the whole id. */
    @Test
    void onATerminalALittleOfAnIdWillDo() {
        runs.write("r-0123456789ab", RunStatus.COMPLETE, "2026-05-06T10:00:00Z", 0.9);
        List<String> questions = new ArrayList<>();
        UnaryOperator<String> user = question -> {
            questions.add(question);
            return "n";
        };
        new CommandLine(new RunsDeleteCommand(Optional.of(user))).execute("r-01", "--set", "output.dir=" + directory);
        assertThat(questions).singleElement().asString().contains("r-0123456789ab");
    }

    @Test
    void aRunThatIsBeingWrittenSaysByWhom() {
        runs.write("r-c", RunStatus.RUNNING, "2026-05-05T10:00:00Z", Double.NaN);
        RunLease lease = RunLease.take(runs.store(), "r-c");
        try (lease) {
            runs.nalsm("delete", "r-c", "--yes")
                    .assertOneLine(64, "process " + ProcessHandle.current().pid(), "end that process first");
        }
        assertThat(runs.listed()).contains("r-c");
    }

    @Test
    void aMistakeInOneOfSeveralRunsDeletesNone() {
        runs.nalsm("delete", "r-a1", "r-x", "--yes").assertOneLine(66, "r-x");
        runs.nalsm("delete", "r-a1", "r-b", "--yes").assertOneLine(64, "'r-b' begins the ids of 2 runs");
        assertThat(runs.listed()).isEqualTo("r-a1 r-b1 r-a2 r-b2");
    }

    @Test
    void aRunningRunIsDeletedByForceOnly() {
        runs.write("r-c", RunStatus.RUNNING, "2026-05-05T10:00:00Z", Double.NaN);
        runs.nalsm("delete", "r-c", "r-a1", "--yes").assertOneLine(64, "r-c", "--force");
        assertThat(runs.listed()).contains("r-a1", "r-c");
        assertThat(runs.nalsm("delete", "r-c", "--yes", "--force").exitCode()).isZero();
        assertThat(runs.listed()).doesNotContain("r-c");
    }

    @Test
    void aTrialOfASweepIsDeletedByForceOnly() {
        SweepCatalog sweeps = new SweepCatalog(runs.store());
        sweeps.write(new SweepRow("s-1", "weights", "{}", RunStatus.COMPLETE, 1, Instant.EPOCH, Optional.empty()));
        sweeps.write("s-1", TrialRow.pending("t-1", new TreeMap<>()).at(TrialStatus.COMPLETE, Optional.of("r-a2")));
        sweeps.write("s-1", TrialRow.pending("t-2", new TreeMap<>()).failed("impossible", 9));
        runs.nalsm("delete", "r-a1", "r-a2", "--yes").assertOneLine(64, "r-a2", "s-1 (weights)", "--force");
        assertThat(runs.listed()).contains("r-a1", "r-a2");
        assertThat(runs.nalsm("delete", "r-a1", "--yes").exitCode()).isZero();
        assertThat(runs.nalsm("delete", "r-a2", "--yes", "--force").exitCode()).isZero();
        assertThat(runs.listed()).isEqualTo("r-b1 r-b2");
    }

    @ParameterizedTest
    @CsvSource({"y, false", "YES, false", "n, true", "'', true", "yesterday, true", ", true"})
    void onATerminalOnlyYesDeletes(String answer, boolean stays) {
        List<String> questions = new ArrayList<>();
        UnaryOperator<String> user = question -> {
            questions.add(question);
            return answer;
        };
        new CommandLine(new RunsDeleteCommand(Optional.of(user)))
                .execute("r-a2", "r-b", "--set", "output.dir=" + directory);
        assertThat(questions).as("the second id is ambiguous").isEmpty();
        new CommandLine(new RunsDeleteCommand(Optional.of(user))).execute("r-a2", "--set", "output.dir=" + directory);
        assertThat(questions).singleElement().asString().contains("r-a2", "94.00", "[y/N]");
        assertThat(runs.listed().contains("r-a2")).isEqualTo(stays);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0 B",
        "999, 999 B",
        "1000, 1.0 kB",
        "999949, 999.9 kB",
        "999950, 1.0 MB",
        "1500000000, 1.5 GB",
        "4000000000000000, 4000.0 TB"
    })
    void sizesHaveAUnit(long bytes, String text) {
        assertThat(RunsDeleteCommand.size(bytes)).isEqualTo(text);
    }
}
