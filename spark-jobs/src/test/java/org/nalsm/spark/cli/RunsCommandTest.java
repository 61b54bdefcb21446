package org.nalsm.spark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nalsm.spark.config.ConfigLoader;
import org.nalsm.spark.config.ResolvedConfig;
import org.nalsm.spark.table.PredictionRow;
import org.nalsm.spark.table.ResultsStore;
import org.nalsm.spark.table.RunRow;
import org.nalsm.spark.table.RunStatus;
import org.nalsm.spark.table.SweepRow;
import org.nalsm.spark.table.TrialRow;
import org.nalsm.spark.table.TrialStatus;
import picocli.CommandLine;

/** {@code runs} on four runs that were written by hand. */
class RunsCommandTest {
    @TempDir
    private Path directory;
    private ResultsStore store;

    @BeforeEach
    void writeRuns() {
        store = new ResultsStore(directory.toString(), new Configuration(), Map.of());
        write("r-a1", RunStatus.COMPLETE, "2026-05-01T10:00:00Z", 0.9, "model.astrocyte-weight=0.015");
        write("r-a2", RunStatus.COMPLETE, "2026-05-02T10:00:00.5Z", 0.95, "model.astrocyte-weight=0.002",
                "network.seed=2");
        write("r-b1", RunStatus.FAILED, "2026-05-02T10:00:00Z", Double.NaN, "model.name=lsm");
        write("r-b2", RunStatus.COMPLETE, "2026-05-04T09:00:00Z", 0.85, "model.astrocyte-weight=0.1",
                "network.dimensions=20,20,20");
    }

    private void write(String id, RunStatus status, String start, double accuracy, String... settings) {
        ResolvedConfig config = ConfigLoader.load(List.of(), List.of(settings));
        boolean done = status == RunStatus.COMPLETE;
        store.runs().write(new RunRow(id, status, config.experiment().model().name().key(), "mnist", config.json(),
                "n-1", "l-1", "c-1", config.experiment().network().seed(), 1, "v", "4.1", "event", Instant.parse(start),
                done ? Optional.of(Instant.parse(start).plusSeconds(90)) : Optional.empty(),
                done ? new RunRow.PhaseSeconds(1, 2, 80, 7, 90) : RunRow.PhaseSeconds.UNKNOWN,
                done ? new RunRow.Scores(500 + 1000 * (accuracy - 0.9), 7000, 4000, 0.99, accuracy, accuracy - 0.01,
                        OptionalInt.of(3)) : RunRow.Scores.UNKNOWN));
    }

    private MainTest.Outcome nalsm(String... args) {
        List<String> all = new ArrayList<>(List.of("runs"));
        all.addAll(Arrays.asList(args));
        all.addAll(List.of("--set", "output.dir=" + directory));
        return MainTest.nalsm(all.toArray(String[]::new));
    }

    /** The run ids of a list in its order, separated by blanks. */
    private String listed(String... options) {
        List<String> args = new ArrayList<>(List.of("list"));
        args.addAll(Arrays.asList(options));
        MainTest.Outcome outcome = nalsm(args.toArray(String[]::new));
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        return String.join(" ", outcome.out().lines().skip(1).map(line -> line.split(" ")[0]).toList());
    }

    @ParameterizedTest
    @CsvSource({
        "status=complete, r-a1 r-a2 r-b2",
        "status!=complete, r-b1",
        "model=lsm, r-b1",
        "model.name=lsm, r-b1",
        "model.astrocyte-weight=0.0150, r-a1 r-b1",
        "model.astrocyte-weight>0.01, r-a1 r-b1 r-b2",
        "test_accuracy>=0.89, r-a1 r-a2",
        "test_accuracy<0.89, r-b2",
        "test_accuracy!=0.5, r-a1 r-b1 r-a2 r-b2",
        "network.seed=2, r-a2",
        "started_at=2026-05-02, r-b1 r-a2",
        "started_at>2026-05-02, r-b2",
        "started_at<=2026-05-02, r-a1 r-b1 r-a2",
        "run_id=r-b2, r-b2",
        "simulation.plastic=true, r-a1 r-b1 r-a2 r-b2",
    })
    void whereKeepsTheRunsThatFulfilIt(String condition, String expected) {
        assertThat(listed("--where", condition)).isEqualTo(expected);
    }

    @Test
    void listsAreComparedWithAndWithoutBrackets() {
        assertThat(listed("--where", "network.dimensions=20,20,20")).isEqualTo("r-b2");
        assertThat(listed("--where", "network.dimensions=[10, 10, 10]")).isEqualTo("r-a1 r-b1 r-a2");
    }

    @Test
    void allConditionsMustHold() {
        assertThat(listed("--where", "model=nalsm", "--where", "valid_accuracy<0.93")).isEqualTo("r-a1 r-b2");
    }

    @ParameterizedTest
    @CsvSource({
        "test_accuracy, r-b2 r-a1 r-a2 r-b1",
        "-test_accuracy, r-a2 r-a1 r-b2 r-b1",
        "model.astrocyte-weight, r-a2 r-a1 r-b1 r-b2",
        "-started_at, r-b2 r-a2 r-b1 r-a1",
        "-model, r-a1 r-a2 r-b2 r-b1",
    })
    void sortPutsRunsWithoutAValueLastAndEqualOnesInOrderOfStart(String order, String expected) {
        assertThat(listed("--sort", order.equals("-model") ? "-model.name" : order)).isEqualTo(expected);
    }

    @Test
    void theFirstSortCountsMost() {
        assertThat(listed("--sort", "status", "--sort", "-valid_accuracy")).isEqualTo("r-a2 r-a1 r-b2 r-b1");
    }

    @Test
    void limitKeepsTheNewestOrTheFirstOfTheSort() {
        assertThat(listed("--limit", "2")).isEqualTo("r-a2 r-b2");
        assertThat(listed("--limit", "2", "--sort", "run_id")).isEqualTo("r-a1 r-a2");
        assertThat(listed("--limit", "9")).isEqualTo("r-a1 r-b1 r-a2 r-b2");
        assertOneLine(nalsm("list", "--limit", "0"), 64, "--limit 0");
    }

    @Test
    void theTableIsAlignedAndShowsWhatItIsSortedBy() {
        assertThat(nalsm("list", "--sort", "-model.astrocyte-weight", "--limit", "2").out().lines()).containsExactly(
                "run   status    model  dataset  model.astrocyte-weight  valid %  test %        time  started (UTC)",
                "r-b2  complete  nalsm  mnist                       0.1    85.00   84.00  1 min 30 s  "
                        + "2026-05-04 09:00:00",
                "r-a1  complete  nalsm  mnist                     0.015    90.00   89.00  1 min 30 s  "
                        + "2026-05-01 10:00:00");
    }

    @Test
    void mistakesInNamesAreOneLineWithTheNearest() {
        assertOneLine(nalsm("list", "--where", "statsu=complete"), 64, "statsu", "did you mean status?");
        assertOneLine(nalsm("list", "--where", "astrocyte-weight=1"), 64, "did you mean model.astrocyte-weight?");
        assertOneLine(nalsm("list", "--where", "test-accuracy>0.9"), 64, "did you mean test_accuracy?");
        assertOneLine(nalsm("list", "--sort", "-colour"), 64, "--sort colour", "runs show", "config describe");
        assertOneLine(nalsm("list", "--where", "status"), 64, "--where status", "NAME=VALUE");
        assertOneLine(nalsm("list", "--where", "test_accuracy=>0.9"), 64, "test_accuracy=>0.9", "NAME=VALUE");
    }

    @Test
    void aConditionThatNoRunFulfilsSaysWhichValuesThereAre() {
        MainTest.Outcome outcome = nalsm("list", "--where", "model=nalsm", "--where", "status=compelte");
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out()).hasLineCount(1).startsWith("none of the 4 runs in ")
                .contains("model=nalsm and status=compelte; values of status: complete, failed");
        assertThat(nalsm("list", "--json", "--where", "status=compelte").out().strip()).isEqualTo("[]");
    }

    @Test
    void listAsJsonHasEveryColumnOfTheChosenRuns() throws IOException {
        JsonNode list = new ObjectMapper().readTree(nalsm("list", "--json", "--where", "run_id=r-a2").out());
        assertThat(list).hasSize(1);
        assertThat(list.get(0).get("test_accuracy").asDouble()).isEqualTo(0.94);
    }

    @Test
    void compareShowsOnlyWhatDiffers() {
        assertThat(nalsm("compare", "r-a1", "r-a2").out().lines().map(String::strip)
                .map(line -> line.replaceAll(" {2,}", " | "))).containsExactly(
                "r-a1 | r-a2 | difference",
                "",
                "configuration",
                "model.astrocyte-weight | 0.015 | 0.002",
                "network.seed | 1 | 2",
                "",
                "provenance",
                "started_at | 2026-05-01T10:00:00.000000Z | 2026-05-02T10:00:00.500000Z",
                "finished_at | 2026-05-01T10:01:30.000000Z | 2026-05-02T10:01:30.500000Z",
                "",
                "measured",
                "valid_accuracy | 90.00 % | 95.00 % | +5.00 points",
                "test_accuracy | 89.00 % | 94.00 % | +5.00 points",
                "samples_per_second | 500.0 /s | 550.0 /s | +50.0 /s | +10.0 %");
    }

    @Test
    void compareAllShowsEqualValuesTooAndUnknownOnesAsDashes() {
        List<String> lines = nalsm("compare", "r-a1", "r-b1", "--all").out().lines()
                .map(line -> line.strip().replaceAll(" {2,}", " | ")).toList();
        assertThat(lines).contains("network.seed | 1 | 1", "model.name | nalsm | lsm", "status | complete | failed",
                "test_accuracy | 89.00 % | - | -", "finished_at | 2026-05-01T10:01:30.000000Z | -");
    }

    @Test
    void compareAsJsonHasDifferencesInTheUnitsOfTheTable() throws IOException {
        JsonNode result = new ObjectMapper().readTree(nalsm("compare", "r-a2", "r-b2", "--json").out());
        assertThat(result.at("/measured/valid_accuracy/difference").asDouble()).isCloseTo(-0.1,
                org.assertj.core.data.Offset.offset(1e-12));
        assertThat(result.at("/configuration/network.seed/a").asText()).isEqualTo("2");
        assertThat(result.at("/configuration/network.seed/b").asText()).isEqualTo("1");
        assertThat(result.at("/measured/train_accuracy").isMissingNode()).isTrue();
        assertThat(result.get("configuration")).hasSize(3);
    }

    @Test
    void compareRefusesAmbiguousUnknownAndEqualRuns() {
        assertOneLine(nalsm("compare", "r-a", "r-b1"), 64, "'r-a' begins the ids of 2 runs");
        assertOneLine(nalsm("compare", "r-a1", "r-x"), 66, "r-x");
        assertOneLine(nalsm("compare", "r-a1", "r-a1"), 64, "the same run");
        assertOneLine(nalsm("compare", "r-a1"), 64, "RUN_B");
    }

    @Test
    void deleteSaysHowManyBytesWereFreedAndLeavesOtherRunsAlone() throws IOException {
        store.writePredictions("r-a1", "test", Stream.of(new PredictionRow(60_000, 7, 7, new float[10])));
        store.writePredictions("r-a2", "test", Stream.of(new PredictionRow(60_000, 7, 7, new float[10])));
        store.runs().writeManifest("r-a1", "{}");
        long before = bytesOnDisk();
        JsonNode result = new ObjectMapper().readTree(nalsm("delete", "r-a1", "r-b1", "--yes", "--json").out());
        assertThat(result.get("bytes").asLong()).isPositive().isEqualTo(before - bytesOnDisk());
        assertThat(result.get("deleted")).hasSize(2);
        assertThat(result.at("/deleted/0/run_id").asText()).isEqualTo("r-a1");
        assertThat(listed()).isEqualTo("r-a2 r-b2");
        assertThat(store.readPredictions("r-a2", "test")).hasSize(1);
        assertThat(directory.resolve("predictions/run_id=r-a1")).doesNotExist();
    }

    private long bytesOnDisk() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
        }
    }

    @Test
    void withoutATerminalDeleteNeedsYes() {
        assertOneLine(nalsm("delete", "r-a1"), 64, "r-a1", "--yes");
        assertThat(listed()).contains("r-a1");
        assertThat(nalsm("delete", "r-a1", "--yes").out()).contains("deleted", "r-a1");
        assertThat(listed()).doesNotContain("r-a1");
    }

    @Test
    void aMistakeInOneOfSeveralRunsDeletesNone() {
        assertOneLine(nalsm("delete", "r-a1", "r-x", "--yes"), 66, "r-x");
        assertOneLine(nalsm("delete", "r-a1", "r-b", "--yes"), 64, "'r-b' begins the ids of 2 runs");
        assertThat(listed()).isEqualTo("r-a1 r-b1 r-a2 r-b2");
    }

    @Test
    void aRunningRunIsDeletedByForceOnly() {
        write("r-c", RunStatus.RUNNING, "2026-05-05T10:00:00Z", Double.NaN);
        assertOneLine(nalsm("delete", "r-c", "r-a1", "--yes"), 64, "r-c", "--force");
        assertThat(listed()).contains("r-a1", "r-c");
        assertThat(nalsm("delete", "r-c", "--yes", "--force").exitCode()).isZero();
        assertThat(listed()).doesNotContain("r-c");
    }

    @Test
    void aTrialOfASweepIsDeletedByForceOnly() {
        store.sweeps().write(new SweepRow("s-1", "weights", RunStatus.COMPLETE, "{}", 1, Instant.EPOCH,
                Optional.empty()));
        store.sweeps().write("s-1", new TrialRow("t-1", Optional.of("r-a2"), new TreeMap<>(), TrialStatus.COMPLETE,
                Optional.empty(), 0.95, 0.94, 1.2, 9));
        store.sweeps().write("s-1", new TrialRow("t-2", Optional.empty(), new TreeMap<>(), TrialStatus.FAILED,
                Optional.of("impossible"), Double.NaN, Double.NaN, Double.NaN, 9));
        assertOneLine(nalsm("delete", "r-a1", "r-a2", "--yes"), 64, "r-a2", "s-1 (weights)", "--force");
        assertThat(listed()).contains("r-a1", "r-a2");
        assertThat(nalsm("delete", "r-a1", "--yes").exitCode()).isZero();
        assertThat(nalsm("delete", "r-a2", "--yes", "--force").exitCode()).isZero();
        assertThat(listed()).isEqualTo("r-b1 r-b2");
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
        assertThat(listed().contains("r-a2")).isEqualTo(stays);
    }

    @ParameterizedTest
    @CsvSource({"0, 0 B", "999, 999 B", "1000, 1.0 kB", "999949, 999.9 kB", "999950, 1.0 MB", "1500000000, 1.5 GB",
        "4000000000000000, 4000.0 TB"})
    void sizesHaveAUnit(long bytes, String text) {
        assertThat(RunsDeleteCommand.size(bytes)).isEqualTo(text);
    }

    private static void assertOneLine(MainTest.Outcome outcome, int exitCode, String... parts) {
        assertThat(outcome.err().lines()).singleElement().asString().startsWith("nalsm: ").contains(parts);
        assertThat(outcome.exitCode()).isEqualTo(exitCode);
        assertThat(outcome.out()).isEmpty();
    }
}
