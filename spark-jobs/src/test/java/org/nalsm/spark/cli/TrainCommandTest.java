package org.nalsm.spark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nalsm.spark.family.Families;
import org.nalsm.spark.identity.ResultsVersion;
import org.nalsm.spark.run.Experiment;
import org.nalsm.spark.run.Metric;
import org.nalsm.spark.run.RunResult;
import org.nalsm.spark.table.ResultsStore;
import org.nalsm.spark.table.RunCatalog;
import org.nalsm.spark.table.RunLease;
import org.nalsm.spark.table.RunRow;
import org.nalsm.spark.table.RunStatus;

/** What train and its neighbours say before any Spark starts: one line, and the right exit code. */
class TrainCommandTest {
    @TempDir
    private Path directory;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void anOutputDirectoryThatIsAFileCannotBeWritten() throws IOException {
        Path file = Files.writeString(directory.resolve("results"), "something else");
        assertThat(run("train", "--set", "output.dir=" + file)).isEqualTo(73);
        assertThat(lines())
                .singleElement()
                .asString()
                .startsWith("nalsm: cannot write")
                .contains(file.toString())
                .contains("output.dir");
    }

    @Test
    void aRunOfThatNameWithAnotherConfigurationIsNotTouched() throws IOException {
        String setting = "output.dir=" + directory;
        Experiment experiment = Experiment.of(Families.configLoader().load(List.of(), List.of(setting)));
        String other = experiment.json().replace("\"snapshots\":50000", "\"snapshots\":40000");
        assertThat(other).isNotEqualTo(experiment.json());
        ResultsStore store = new ResultsStore(directory.toString(), new Configuration(), Map.of());
        RunCatalog runs = new RunCatalog(store);
        runs.write(row(experiment.runId(), other, RunRow.Outcome.NONE));
        assertThat(run("train", "--set", setting)).isEqualTo(73);
        assertThat(lines())
                .singleElement()
                .asString()
                .contains(experiment.runId())
                .contains("another configuration")
                .contains("--overwrite");
        assertThat(runs.find(experiment.runId()).orElseThrow().config()).isEqualTo(other);
    }

    @Test
    void aCompleteRunOfTheSameResultsElsewhereIsTheSameRun() {
        Experiment here = Experiment.of(Families.configLoader().load(List.of(), List.of("output.dir=a", "data.dir=x")));
        Experiment there = Experiment.of(
                Families.configLoader().load(List.of(), List.of("output.dir=b", "simulation.backend=event-scalar")));
        assertThat(here.runId()).isEqualTo(there.runId());
    }

    @Test
    void theTableHasEveryMetricThatTheRunHasAndTheTimes() {
        RunRow row = row(
                "r-1",
                "{\"data\":{\"train-samples\":0,\"valid-samples\":500,\"test-samples\":10000}}",
                RunRow.Outcome.of(
                        new TreeMap<>(Map.of("simulation", 80.0, "readout", 65.0)),
                        150,
                        new TreeMap<>(Map.of("valid_accuracy", 0.9, "test_accuracy", 0.8912, "best_epoch", 12.0))));
        RunResult result = new RunResult(row, false, 70_000, "file:/results");
        List<Metric> metrics =
                List.of(Metric.TRAIN_ACCURACY, Metric.VALID_ACCURACY, Metric.BEST_EPOCH, Metric.TEST_ACCURACY);
        assertThat(WholeRun.table(result, metrics, List.of("network", "simulation", "readout"))
                        .lines())
                .containsExactly(
                        "run                    r-1  (nalsm, mnist)",
                        "accuracy, validation   90.00 %  (95 % interval 87.06 to 92.33)",
                        "best epoch             12",
                        "accuracy, test         89.12 %  (95 % interval 88.49 to 89.72)",
                        "time                   2 min 30 s  (simulation 1 min 20 s, readout 1 min 05 s)",
                        "results                file:/results");
        assertThat(WholeRun.json(result, metrics))
                .contains(
                        "\"best_epoch\":12",
                        "\"intervals_95\":{\"test_accuracy\":[0.884",
                        "\"test_accuracy\":0.8912",
                        "\"train_accuracy\":null",
                        "\"samples\":70000",
                        "\"seconds\":{\"readout\":65,\"simulation\":80}",
                        "\"total_seconds\":150");
    }

    private static RunRow row(String id, String config, RunRow.Outcome outcome) {
        return new RunRow(
                id,
                RunStatus.COMPLETE,
                "nalsm",
                "mnist",
                config,
                new RunRow.Parts("n-1", "", "", "", OptionalDouble.empty(), OptionalLong.of(1), 1),
                new RunRow.Provenance(OptionalInt.of(ResultsVersion.CURRENT), "x", "", "4", "event"),
                Instant.EPOCH,
                Optional.empty(),
                outcome);
    }

    @Test
    void whatAnotherDriverWritesIsNotOverwritten() {
        String setting = "output.dir=" + directory;
        Experiment experiment = Experiment.of(Families.configLoader().load(List.of(), List.of(setting)));
        ResultsStore store = new ResultsStore(directory.toString(), new Configuration(), Map.of());
        RunCatalog runs = new RunCatalog(store);
        runs.write(row(experiment.runId(), experiment.json(), RunRow.Outcome.NONE));
        RunLease lease = RunLease.take(store, experiment.runId());
        try (lease) {
            assertThat(run("train", "--overwrite", "--set", setting)).isEqualTo(73);
        }
        assertThat(lines()).singleElement().asString().contains(experiment.runId(), "is being written by process");
        assertThat(runs.find(experiment.runId())).isPresent();
    }

    @Test
    void everyMistakeOfAConfigurationIsALine() {
        assertThat(run("train", "--set", "model.astrocyt-weight=1", "--set", "simulation.batch-size=0"))
                .isEqualTo(78);
        assertThat(lines())
                .hasSize(2)
                .allMatch(line -> line.startsWith("nalsm: "))
                .anyMatch(line -> line.contains("model.astrocyte-weight"))
                .anyMatch(line -> line.contains("simulation.batch-size"));
    }

    @Test
    void runsThatDoNotExistAreNamed() {
        assertThat(run("runs", "show", "r-nothing", "--set", "output.dir=" + directory))
                .isEqualTo(66);
        assertThat(lines()).singleElement().asString().contains("r-nothing").contains("runs list");
        assertThat(run("evaluate", "r-nothing", "--split", "tset", "--set", "output.dir=" + directory))
                .isEqualTo(64);
    }

    @Test
    void anEmptyDirectoryHasNoRuns() {
        assertThat(run("runs", "list", "--set", "output.dir=" + directory)).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("no runs in ");
    }

    @Test
    void aNetworkTooLargeIsABadConfiguration() {
        assertThat(run("network", "--set", "network.dimensions=50,40,32", "--set", "data.dataset=n-mnist"))
                .isEqualTo(78);
        assertThat(lines()).singleElement().asString().contains("network.dimensions");
    }

    @Test
    void theNetworkOfTheMainExperimentHasTheNumbersOfItsDefinition() {
        assertThat(run("network", "--json")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains(
                        "\"n_excitatory\":800",
                        "\"n_inhibitory\":200",
                        "\"n_inputs\":784",
                        "\"synapses_input\":117600");
    }

    private int run(String... args) {
        err.reset();
        return Main.run(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                args);
    }

    private List<String> lines() {
        return err.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
