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
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nalsm.spark.config.ConfigLoader;
import org.nalsm.spark.job.Experiment;
import org.nalsm.spark.table.ResultsStore;
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
        Experiment experiment = Experiment.of(ConfigLoader.load(List.of(), List.of(setting)), CodeVersion.current());
        String other = experiment.json().replace("\"snapshots\":50000", "\"snapshots\":40000");
        assertThat(other).isNotEqualTo(experiment.json());
        ResultsStore store = new ResultsStore(directory.toString(), new Configuration(), Map.of());
        store.runs()
                .write(new RunRow(
                        experiment.runId(),
                        RunStatus.COMPLETE,
                        "nalsm",
                        "mnist",
                        other,
                        "n-1",
                        "",
                        "",
                        "",
                        1,
                        1,
                        "x",
                        "4",
                        "event",
                        Instant.EPOCH,
                        Optional.empty(),
                        RunRow.PhaseSeconds.UNKNOWN,
                        RunRow.Scores.UNKNOWN));
        assertThat(run("train", "--set", setting)).isEqualTo(73);
        assertThat(lines())
                .singleElement()
                .asString()
                .contains(experiment.runId())
                .contains("another configuration")
                .contains("--overwrite");
        assertThat(store.runs().find(experiment.runId()).orElseThrow().config()).isEqualTo(other);
    }

    @Test
    void aCompleteRunOfTheSameResultsElsewhereIsTheSameRun() {
        Experiment here = Experiment.of(ConfigLoader.load(List.of(), List.of("output.dir=a", "data.dir=x")), "1");
        Experiment there = Experiment.of(
                ConfigLoader.load(List.of(), List.of("output.dir=b", "simulation.backend=event-scalar")), "1");
        assertThat(here.runId()).isEqualTo(there.runId());
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
