package org.nalsm.spark.cli.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nalsm.spark.cli.CommandLineRun;
import org.nalsm.spark.cli.TestRuns;

/** {@code runs list} and {@code runs compare}. */
class RunsCommandTest {
    @TempDir
    private Path directory;

    private TestRuns runs;

    @BeforeEach
    void writeRuns() {
        runs = new TestRuns(directory);
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
        "seconds.simulation>79, r-a1 r-a2 r-b2",
        "seconds.simulation>80, ''",
        "metrics.liquid_spikes_per_sample=7000, r-a1 r-a2 r-b2",
        "metrics.branching_factor>1, ''",
        "results_version=1, r-a1 r-b1 r-a2 r-b2",
    })
    void whereKeepsTheRunsThatFulfilIt(String condition, String expected) {
        assertThat(runs.listed("--where", condition)).isEqualTo(expected);
    }

    @Test
    void listsAreComparedWithAndWithoutBrackets() {
        assertThat(runs.listed("--where", "network.dimensions=20,20,20")).isEqualTo("r-b2");
        assertThat(runs.listed("--where", "network.dimensions=[10, 10, 10]")).isEqualTo("r-a1 r-b1 r-a2");
    }

    @Test
    void allConditionsMustHold() {
        assertThat(runs.listed("--where", "model=nalsm", "--where", "valid_accuracy<0.93"))
                .isEqualTo("r-a1 r-b2");
    }

    @ParameterizedTest
    @CsvSource({
        "test_accuracy, r-b2 r-a1 r-a2 r-b1",
        "-test_accuracy, r-a2 r-a1 r-b2 r-b1",
        "model.astrocyte-weight, r-a2 r-a1 r-b1 r-b2",
        "-started_at, r-b2 r-a2 r-b1 r-a1",
        "-model.name, r-a1 r-a2 r-b2 r-b1",
        "-seconds.simulation, r-a1 r-a2 r-b2 r-b1",
        "samples_per_second, r-b2 r-a1 r-a2 r-b1",
    })
    void sortPutsRunsWithoutAValueLastAndEqualOnesInOrderOfStart(String order, String expected) {
        assertThat(runs.listed("--sort", order)).isEqualTo(expected);
    }

    @Test
    void theFirstSortCountsMost() {
        assertThat(runs.listed("--sort", "status", "--sort", "-valid_accuracy")).isEqualTo("r-a2 r-a1 r-b2 r-b1");
    }

    @Test
    void limitKeepsTheNewestOrTheFirstOfTheSort() {
        assertThat(runs.listed("--limit", "2")).isEqualTo("r-a2 r-b2");
        assertThat(runs.listed("--limit", "2", "--sort", "run_id")).isEqualTo("r-a1 r-a2");
        assertThat(runs.listed("--limit", "9")).isEqualTo("r-a1 r-b1 r-a2 r-b2");
        runs.nalsm("list", "--limit", "0").assertOneLine(64, "--limit 0");
    }

    @Test
    void theTableIsAlignedAndShowsWhatItIsSortedBy() {
        assertThat(runs.nalsm("list", "--sort", "-model.astrocyte-weight", "--limit", "2")
                        .out()
                        .lines())
                .containsExactly(
                        "run   status    model  dataset  model.astrocyte-weight               valid %                test"
                                + " %        time  started (UTC)",
                        "r-b2  complete  nalsm  mnist                       0.1  85.00 [84.29, 85.69]  84.00 [83.27,"
                                + " 84.71]  1 min 30 s  2026-05-04 09:00:00",
                        "r-a1  complete  nalsm  mnist                     0.015  90.00 [89.40, 90.57]  89.00 [88.37,"
                                + " 89.60]  1 min 30 s  "
                                + "2026-05-01 10:00:00");
    }

    @Test
    void mistakesInNamesAreOneLineWithTheNearest() {
        runs.nalsm("list", "--where", "valid_accuracy>high")
                .assertOneLine(64, "--where valid_accuracy>high: valid_accuracy is a number, and 'high' is none");
        runs.nalsm("list", "--where", "statsu=complete").assertOneLine(64, "statsu", "did you mean status?");
        runs.nalsm("list", "--where", "astrocyte-weight=1").assertOneLine(64, "did you mean model.astrocyte-weight?");
        runs.nalsm("list", "--where", "test-accuracy>0.9").assertOneLine(64, "did you mean test_accuracy?");
        runs.nalsm("list", "--where", "seconds.simulaton>1").assertOneLine(64, "did you mean seconds.simulation?");
        runs.nalsm("list", "--where", "seconds>1").assertOneLine(64, "no column or configuration key seconds");
        runs.nalsm("list", "--sort", "-colour").assertOneLine(64, "--sort colour", "runs show", "config describe");
        runs.nalsm("list", "--where", "status").assertOneLine(64, "--where status", "NAME=VALUE");
        runs.nalsm("list", "--where", "test_accuracy=>0.9").assertOneLine(64, "test_accuracy=>0.9", "NAME=VALUE");
    }

    @Test
    void aConditionThatNoRunFulfilsSaysWhichValuesThereAre() {
        CommandLineRun outcome = runs.nalsm("list", "--where", "model=nalsm", "--where", "status=compelte");
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out())
                .hasLineCount(1)
                .startsWith("none of the 4 runs in ")
                .contains("model=nalsm and status=compelte; values of status: complete, failed");
        assertThat(runs.nalsm("list", "--json", "--where", "status=compelte")
                        .out()
                        .strip())
                .isEqualTo("[]");
    }

    @Test
    void listAsJsonHasEveryColumnOfTheChosenRuns() throws IOException {
        JsonNode list = new ObjectMapper()
                .readTree(runs.nalsm("list", "--json", "--where", "run_id=r-a2").out());
        assertThat(list).hasSize(1);
        assertThat(list.get(0).get("test_accuracy").asDouble()).isEqualTo(0.94);
    }

    @Test
    void compareShowsOnlyWhatDiffers() {
        List<String> lines = runs.nalsm("compare", "r-a1", "r-a2")
                .out()
                .lines()
                .map(String::strip)
                .map(line -> line.replaceAll(" {2,}", " | "))
                .toList();
        int measured = lines.indexOf("measured") + 1;
        assertThat(lines.subList(0, measured))
                .containsExactly(
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
                        "measured");
        assertThat(lines.subList(measured, lines.size()))
                .as("in the order of the family's metrics")
                .containsExactlyInAnyOrder(
                        "valid_accuracy | 90.00 % [89.40, 90.57] | 95.00 % [94.56, 95.41] | +5.00 points",
                        "test_accuracy | 89.00 % [88.37, 89.60] | 94.00 % [93.52, 94.45] | +5.00 points",
                        "samples_per_second | 500 samples/s | 550 samples/s | +50 samples/s | +10.0 %");
    }

    @Test
    void compareAllShowsEqualValuesTooAndUnknownOnesAsDashes() {
        List<String> lines = runs.nalsm("compare", "r-a1", "r-b1", "--all")
                .out()
                .lines()
                .map(line -> line.strip().replaceAll(" {2,}", " | "))
                .toList();
        assertThat(lines)
                .contains(
                        "network.seed | 1 | 1",
                        "model.name | nalsm | lsm",
                        "status | complete | failed",
                        "test_accuracy | 89.00 % [88.37, 89.60] | - | -",
                        "finished_at | 2026-05-01T10:01:30.000000Z | -",
                        "results_version | 1 | 1",
                        "metrics.liquid_spikes_per_sample | 7,000 | - | -",
                        "seconds.simulation | 80.0 s | - | -",
                        "total_seconds | 90.0 s | - | -");
        assertThat(lines.indexOf("seconds.simulation | 80.0 s | - | -"))
                .isGreaterThan(lines.indexOf("test_accuracy | 89.00 % [88.37, 89.60] | - | -"));
    }

    @Test
    void compareAsJsonHasDifferencesInTheUnitsOfTheTable() throws IOException {
        JsonNode result = new ObjectMapper()
                .readTree(runs.nalsm("compare", "r-a2", "r-b2", "--json").out());
        assertThat(result.at("/measured/valid_accuracy/difference").asDouble()).isCloseTo(-0.1, within(1e-12));
        assertThat(result.at("/configuration/network.seed/a").asText()).isEqualTo("2");
        assertThat(result.at("/configuration/network.seed/b").asText()).isEqualTo("1");
        assertThat(result.at("/measured/train_accuracy").isMissingNode()).isTrue();
        assertThat(result.get("configuration")).hasSize(3);
    }

    @Test
    void compareRefusesAmbiguousUnknownAndEqualRuns() {
        runs.nalsm("compare", "r-a", "r-b1").assertOneLine(64, "'r-a' begins the ids of 2 runs");
        runs.nalsm("compare", "r-a1", "r-x").assertOneLine(66, "r-x");
        runs.nalsm("compare", "r-a1", "r-a1").assertOneLine(64, "the same run");
        runs.nalsm("compare", "r-a1").assertOneLine(64, "RUN_B");
    }
}
