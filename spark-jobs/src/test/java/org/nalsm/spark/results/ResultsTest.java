package org.nalsm.spark.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nalsm.engine.UserException;
import org.nalsm.spark.cli.TestRuns;
import org.nalsm.spark.cli.option.Liquids;
import org.nalsm.spark.config.ConfigLoader;
import org.nalsm.spark.config.FamilyKeys;
import org.nalsm.spark.config.RunConfig;
import org.nalsm.spark.family.Families;
import org.nalsm.spark.family.liquid.LiquidSettings;
import org.nalsm.spark.run.Experiment;
import org.nalsm.spark.run.StoredRun;
import org.nalsm.spark.table.PredictionRow;
import org.nalsm.spark.table.ResultsStore;
import org.nalsm.spark.table.RunCatalog;
import org.nalsm.spark.table.RunRow;
import org.nalsm.spark.table.RunStatus;

/** Which run a command works on, and whether it may. */
class ResultsTest {
    @TempDir
    private Path directory;

    private TestRuns runs;

    @BeforeEach
    void writeRuns() {
        runs = new TestRuns(directory);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "r", "r-"})
    void anIdWithoutADigitNamesNoRun(String id) {
        for (String command : List.of("evaluate", "runs show", "runs verify", "kernel-quality", "report")) {
            String[] words = (command + " X").split(" ");
            words[words.length - 1] = id;
            runs.command(words).assertOneLine(64, "'" + id + "' names no run", "hexadecimal digits");
        }
        runs.nalsm("compare", "r-a1", id).assertOneLine(64, "'" + id + "' names no run");
        runs.command("predict", "--run", id, "x").assertOneLine(64, "'" + id + "' names no run");
    }

    @Test
    void aSettingThatARunDoesNotHaveIsRefusedAndNotIgnored() {
        runs.command("evaluate", "r-a2", "--set", "model.astrocyte-weight=0.5")
                .assertOneLine(64, "--set model.astrocyte-weight=0.5", "r-a2", "model.astrocyte-weight = 0.002");
        runs.command("predict", "--run", "r-a2", "x", "--set", "network.seed=3").assertOneLine(64, "network.seed = 2");
        runs.command("evaluate", "r-a2", "--set", "network.seed=2", "--set", "simulation.backend=event-scalar")
                .assertOneLine(66, "r-a2", "manifest");
    }

    @Test
    void aSweepWhereARunIsWantedIsCalledOne() {
        runs.command("evaluate", "s-0123").assertOneLine(64, "'s-0123' is the id of a sweep, and a run is wanted");
    }

    @Test
    void inClusterModeARelativeDirectoryIsRefused() {
        System.setProperty("spark.submit.deployMode", "cluster");
        try {
            assertThatThrownBy(() -> Results.open("nalsm-results")).isInstanceOfSatisfying(UserException.class, e -> {
                assertThat(e.kind()).isEqualTo(UserException.Kind.BAD_CONFIGURATION);
                assertThat(e.getMessage()).hasLineCount(1).contains("output.dir = 'nalsm-results'");
            });
            assertThat(Results.open("/shared/results").root()).isEqualTo("file:/shared/results");
        } finally {
            System.clearProperty("spark.submit.deployMode");
        }
        assertThat(Results.open("nalsm-results").root()).startsWith("file:/");
    }

    @Test
    void aRunThatIsNotOverGoesOn() {
        runs.write("r-c", RunStatus.RUNNING, "2026-05-05T10:00:00Z", Double.NaN);
        runs.write("r-d", RunStatus.STOPPED, "2026-05-05T10:00:00Z", Double.NaN);
        String goesOn = "; 'nalsm train' with its configuration goes on with it";
        runs.command("evaluate", "r-c").assertOneLine(66, "run r-c is running" + goesOn);
        runs.command("evaluate", "r-d").assertOneLine(66, "run r-d is stopped" + goesOn);
        runs.command("predict", "--run", "r-b1", "x").assertOneLine(66, "run r-b1 is failed" + goesOn);
        runs.command("benchmark", "readout", "--run", "r-c").assertOneLine(66, "run r-c is running" + goesOn);
    }

    @Test
    void aRunThatMissesFilesSaysWhichAndIsListedAllTheSame() throws IOException {
        RunCatalog catalog = new RunCatalog(runs.store());
        writePredictions("r-a1", "valid", "test");
        runs.command("evaluate", "r-a1")
                .assertOneLine(66, "run r-a1 is marked complete, but its manifest", "writes it anew");
        catalog.writeManifest(catalog.find("r-a1").orElseThrow());
        assertThat(runs.command("evaluate", "r-a1").out()).contains("run r-a1 (nalsm, mnist), split test");
        Path file = directory.resolve("predictions/run_id=r-a1/split=valid/part-00000.parquet");
        Files.delete(file);
        runs.command("evaluate", "r-a1")
                .assertOneLine(
                        66,
                        "run r-a1 is marked complete, but 1 of its 2 files are missing or have another size; the first"
                                + " is",
                        file.toString(),
                        "; 'nalsm train' with its configuration writes them anew");
        assertThat(runs.listed()).contains("r-a1");
    }

    private void writePredictions(String run, String... splits) {
        for (String split : splits) {
            runs.store()
                    .write(
                            PredictionRow.TABLE,
                            ResultsStore.SINGLE_FILE,
                            Stream.of(new PredictionRow(60_000, 7, 7, new float[10])),
                            run,
                            split);
        }
    }

    @Test
    void aRunOfAnotherResultsVersionIsThereToBeSeenButNotToWorkWith() {
        runs.writeOld("r-0a");
        for (String command : List.of(
                "evaluate r-0a",
                "predict --run r-0a x",
                "simulate --run r-0a x",
                "report r-0a",
                "kernel-quality r-0a",
                "branching-factor r-0a",
                "export r-0a --format csv --output x",
                "benchmark readout --run r-0a")) {
            runs.command(command.split(" "))
                    .assertOneLine(
                            65,
                            "run r-0a was written with results version 0 (code v), and this code works with version 1; "
                                    + "repeat it with 'nalsm train' and its configuration, or use that code");
        }
        assertThat(runs.listed()).startsWith("r-0a");
        assertThat(runs.nalsm("show", "r-0a").out()).contains("r-0a").containsPattern("results_version +-");
        assertThat(runs.nalsm("compare", "r-0a", "r-a1").out()).containsPattern("results_version +- +1");
        assertThat(runs.nalsm("delete", "r-0a", "--yes").exitCode()).isZero();
        assertThat(runs.listed()).doesNotContain("r-0a");
    }

    @Test
    void verifyReadsEveryFile() throws IOException {
        runs.nalsm("verify", "r-a1").assertOneLine(66, "run r-a1", "no manifest");
        writePredictions("r-a1", "valid", "test");
        RunCatalog catalog = new RunCatalog(runs.store());
        catalog.writeManifest(catalog.find("r-a1").orElseThrow());
        assertThat(runs.nalsm("verify", "r-a1").out())
                .isEqualTo("run r-a1: all 2 files are whole" + System.lineSeparator());
        assertThat(runs.nalsm("verify", "r-a1", "--json").out())
                .isEqualTo("{\"files\":2,\"run_id\":\"r-a1\",\"wrong\":[]}" + System.lineSeparator());
        Path file = directory.resolve("predictions/run_id=r-a1/split=valid/part-00000.parquet");
        byte[] content = Files.readAllBytes(file);
        // In the middle of the pages, which end where the footer begins; its length stands before the last four bytes.
        int footer = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN).getInt(content.length - 8);
        content[(content.length - 8 - footer) / 2] ^= 1;
        Files.write(file, content);
        var damaged = runs.nalsm("verify", "r-a1");
        assertThat(damaged.exitCode()).isEqualTo(65);
        assertThat(damaged.out().lines()).singleElement().asString().contains(file.toString());
        assertThat(damaged.err()).isEmpty();
        Files.delete(file);
        assertThat(runs.nalsm("verify", "r-a1", "--json").out())
                .contains("\"wrong\":[\"")
                .contains(file.toString());
    }

    @Test
    void aStoredRunIsWorkedWithAsThisMachineHasIt() {
        runs.write(
                "r-e",
                RunStatus.COMPLETE,
                "2026-05-05T10:00:00Z",
                0.9,
                "model.max-weight=2",
                "simulation.backend=event-vector",
                "data.dir=/there",
                "output.dir=/there/results");
        RunRow row = new RunCatalog(runs.store()).find("r-e").orElseThrow();
        StoredRun elsewhere = Results.stored(runs.store(), row, given("simulation.backend=dense", "data.dir=/he re"));
        assertThat(elsewhere.runId()).isEqualTo("r-e");
        assertThat(elsewhere.experiment().runId()).isEqualTo("r-e");
        LiquidSettings settings = Liquids.of("simulate", elsewhere);
        assertThat(settings.config().model().maxWeight()).isEqualTo(2);
        assertThat(settings.config().simulation().backend()).isEqualTo("dense");
        assertThat(elsewhere.experiment().config().data().dir()).isEqualTo("/he re");
        assertThat(elsewhere.experiment().config().output().dir()).isEqualTo(directory.toString());
        assertThat(Results.stored(runs.store(), row, given())
                        .experiment()
                        .config()
                        .data()
                        .dir())
                .isEqualTo("/there");
        assertThat(row.parts().trainingPixelShare()).isEqualTo(OptionalDouble.empty());
    }

    private Experiment given(String... settings) {
        List<String> all = Stream.concat(Stream.of("output.dir=" + directory), Stream.of(settings))
                .toList();
        return Experiment.of(Families.configLoader().load(List.of(), all));
    }

    /** The sections of a family that is none of liquids. */
    record Other(RunConfig run) {}

    @Test
    void whatIsForLiquidsRefusesOtherModels() {
        ConfigLoader others = new ConfigLoader(List.of(new FamilyKeys(List.of("nalsm"), Other.class)));
        Experiment experiment = Experiment.of(others.load(List.of(), List.of()));
        RunRow row = new RunCatalog(runs.store()).find("r-a1").orElseThrow();
        assertThatThrownBy(() -> Liquids.of("branching-factor", new StoredRun(row, experiment, runs.store())))
                .isInstanceOf(UserException.class)
                .hasMessage("branching-factor is for liquids, and run r-a1 is of model nalsm");
        assertThatThrownBy(() -> Liquids.of("network", experiment))
                .isInstanceOfSatisfying(
                        UserException.class, e -> assertThat(e.kind()).isEqualTo(UserException.Kind.USAGE))
                .hasMessage("network is for liquids, and model.name is nalsm");
    }

    @Test
    void exportKnowsItsFormats() {
        runs.command("export", "r-a1", "--format", "onnx", "--output", "x")
                .assertOneLine(64, "--format is 'onnx'; a run of nalsm has dl4j, csv, parquet");
        runs.command("export", "r-a1", "--format", "csv").assertOneLine(64, "--output");
        runs.command("export", "r-b1", "--format", "csv", "--output", "x").assertOneLine(66, "run r-b1 is failed");
    }
}
