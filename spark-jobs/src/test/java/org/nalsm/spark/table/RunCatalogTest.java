package org.nalsm.spark.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.nalsm.spark.table.TestRun.IN_FIRST_PAGE;
import static org.nalsm.spark.table.TestRun.assertBadData;
import static org.nalsm.spark.table.TestRun.flip;
import static org.nalsm.spark.table.TestRun.writeBlock;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nalsm.engine.UserException;
import org.nalsm.spark.family.liquid.table.BranchingFactorRow;
import org.nalsm.spark.family.liquid.table.LiquidWeightRow;
import org.nalsm.spark.family.liquid.table.NeuronRow;
import org.nalsm.spark.family.liquid.table.SynapseRow;

class RunCatalogTest {
    private static final String RUN = TestRun.ID;
    private static final String BLOCK = "spike_counts/run_id=" + RUN + "/split=train/block-%05d.parquet";
    private static final RunRow.Outcome OUTCOME = RunRow.Outcome.of(
            new TreeMap<>(Map.of("network", 0.5, "simulation", 80.0)),
            128,
            new TreeMap<>(Map.of(
                    "samples_per_second",
                    620.0,
                    "train_accuracy",
                    0.99,
                    "test_accuracy",
                    0.965,
                    "best_epoch",
                    123.0,
                    "liquid_spikes_per_sample",
                    7200.5)));

    @TempDir
    private Path directory;

    private ResultsStore store;
    private RunCatalog runs;

    @BeforeEach
    void open() {
        store = new ResultsStore(directory.toString(), new Configuration(), Map.of("code_version", "test"));
        runs = new RunCatalog(store);
    }

    @Test
    void aRunIsCompleteWithItsRowAndItsManifestAndAllItsFiles() throws IOException {
        RunRow running = TestRun.row(RunStatus.RUNNING);
        runs.write(running);
        assertThat(runs.readAll()).containsExactly(running);
        assertThat(runs.whyIncomplete(running)).contains("is running");
        writeBlock(store, 0, 0, 1);
        RunRow complete =
                running.with(RunStatus.COMPLETE, Optional.of(Instant.parse("2024-05-06T07:08:09.123456Z")), OUTCOME);
        runs.write(complete);
        assertThat(runs.find(RUN)).contains(complete);
        assertThat(runs.isComplete(RUN)).isFalse();
        assertThat(runs.whyIncomplete(complete).orElseThrow())
                .startsWith("is marked complete, but its manifest ")
                .contains(directory + "/manifests/" + RUN + ".json")
                .endsWith("is missing");

        RunManifest manifest = runs.writeManifest(complete);
        assertThat(manifest.files()).singleElement().satisfies(file -> {
            assertThat(file.path()).isEqualTo(BLOCK.formatted(0));
            assertThat(file.rows()).isEqualTo(2);
            assertThat(file.bytes()).isEqualTo(Files.size(directory.resolve(file.path())));
        });
        assertThat(manifest.configJson()).isEqualTo(running.config());
        assertThat(runs.findManifest(RUN)).contains(manifest);
        assertThat(runs.isComplete(RUN)).isTrue();
        assertThat(runs.whyIncomplete(complete)).isEmpty();

        store.write(BranchingFactorRow.TABLE, "part-00000", Stream.of(new BranchingFactorRow(1, 2, 1.25)), RUN);
        assertThat(runs.isComplete(RUN)).as("what came later does no harm").isTrue();
        Files.delete(directory.resolve(manifest.files().get(0).path()));
        assertThat(runs.isComplete(RUN)).isFalse();
        assertThat(runs.whyIncomplete(complete).orElseThrow())
                .startsWith("is marked complete, but 1 of its 1 files are missing or have another size; the first is ")
                .endsWith(directory + "/" + BLOCK.formatted(0));

        Files.writeString(directory.resolve("manifests/" + RUN + ".json"), "{\"format\": 1");
        assertBadData(() -> runs.findManifest(RUN), RUN + ".json");
        Files.writeString(directory.resolve("manifests/" + RUN + ".json"), "{\"format\": 2}");
        assertBadData(() -> runs.findManifest(RUN), "no manifest of format 1");
    }

    @Test
    void aStateOtherThanCompleteIsNamed() {
        for (RunStatus status : List.of(RunStatus.RUNNING, RunStatus.STOPPED, RunStatus.FAILED)) {
            RunRow row = TestRun.row(status);
            runs.write(row);
            runs.writeManifest(row);
            assertThat(runs.isComplete(RUN)).isFalse();
            assertThat(runs.whyIncomplete(row)).contains("is " + status.word());
            assertThat(runs.find(RUN)).contains(row);
        }
    }

    @Test
    void theManifestHasTheFilesOfTheRunsNetworkAndNoOthers() {
        writeNetwork("n-1");
        writeNetwork("n-2");
        writeBlock(store, 0, 0, 1);
        writeBlock(store, "r-other", 0, 0, 1);
        store.write(LiquidWeightRow.TABLE, "part-00000", Stream.of(new LiquidWeightRow(0, 1, 1f)), RUN);
        RunRow row = TestRun.row(RunStatus.COMPLETE);
        assertThat(runs.writeManifest(row).files())
                .extracting(RunManifest.DataFile::path)
                .containsExactly(
                        "liquid_weights/run_id=" + RUN + "/part-00000.parquet",
                        "neurons/network_id=n-1/part-00000.parquet",
                        BLOCK.formatted(0),
                        "synapses/network_id=n-1/part-00000.parquet");
        assertThat(runs.writeManifest(RUN, "{}").files())
                .as("of what is no run")
                .extracting(RunManifest.DataFile::path)
                .containsExactly("liquid_weights/run_id=" + RUN + "/part-00000.parquet", BLOCK.formatted(0));

        runs.write(row);
        runs.writeManifest(row);
        assertThat(runs.isComplete(RUN)).isTrue();
        store.deletePartition(SynapseRow.TABLE, "n-1");
        assertThat(runs.isComplete(RUN)).as("without its network").isFalse();
    }

    @Test
    void changedFilesAreDeletedAndTheOthersStay() throws IOException {
        completeRunOfThreeBlocks();
        assertThat(runs.deleteChangedFiles(RUN)).isEmpty();
        Path shorter = directory.resolve(BLOCK.formatted(0));
        Files.write(shorter, Arrays.copyOf(Files.readAllBytes(shorter), 100));
        Files.delete(directory.resolve(BLOCK.formatted(2)));
        assertThat(runs.deleteChangedFiles(RUN)).containsExactly(BLOCK.formatted(0), BLOCK.formatted(2));
        assertThat(shorter).doesNotExist();
        assertThat(store.finishedBlocks(SpikeCounts.TABLE, RUN, "train")).containsExactly(1);
        assertThat(runs.deleteChangedFiles("r-none")).isEmpty();
    }

    @Test
    void everyDamagedFileIsFoundAndNamed() throws IOException {
        completeRunOfThreeBlocks();
        Path first = directory.resolve(BLOCK.formatted(0));
        Path third = directory.resolve(BLOCK.formatted(2));
        byte[] whole = Files.readAllBytes(first);
        assertThat(runs.verify(RUN)).isEmpty();

        flip(first, IN_FIRST_PAGE);
        assertThat(runs.isComplete(RUN)).as("the size is still right").isTrue();
        assertThat(runs.verify(RUN)).singleElement().asString().contains(first.toString());

        Files.write(first, Arrays.copyOf(whole, whole.length / 2));
        assertThat(runs.verify(RUN)).singleElement().asString().contains(first.toString());

        Files.delete(third);
        assertThat(runs.verify(RUN))
                .satisfiesExactly(
                        line -> assertThat(line).contains(first.toString()),
                        line -> assertThat(line).contains("there is no file").contains(third.toString()))
                .allSatisfy(line -> assertThat(line).hasLineCount(1));

        Files.write(first, whole);
        writeBlock(store, 2, 7, 8, 9);
        assertThat(runs.verify(RUN)).singleElement().asString().contains(third + " has 3 rows", "not 2");
        Files.delete(third);
        writeBlock(store, 2, 700_000, 800_000);
        assertThat(runs.verify(RUN)).as("as many rows in another size").hasSize(1);
        Files.delete(third);
        writeBlock(store, 2, 4, 5);
        assertThat(runs.verify(RUN)).isEmpty();
        Path stray = Files.copy(first, first.resolveSibling("block-00077.parquet"));
        assertThat(runs.verify(RUN))
                .singleElement()
                .asString()
                .isEqualTo("file:" + stray + " is no part of the run; delete it");
        Files.delete(stray);
        assertThatThrownBy(() -> runs.verify("r-none")).isInstanceOfSatisfying(UserException.class, e -> {
            assertThat(e.kind()).isEqualTo(UserException.Kind.NO_INPUT);
            assertThat(e).hasMessageContaining("r-none").hasMessageContaining("no manifest");
        });
    }

    /** Checksums cover every page of every column. */
    @Test
    void aFlippedByteInAnyPageIsFound() throws IOException {
        completeRunOfThreeBlocks();
        Path file = directory.resolve(BLOCK.formatted(0));
        byte[] whole = Files.readAllBytes(file);
        int missed = 0;
        int tried = 0;
        int footer = whole.length - 8 - littleEndian(whole, whole.length - 8);
        for (int offset = 4; offset < footer; offset += 3) {
            flip(file, offset);
            tried++;
            missed += runs.verify(RUN).isEmpty() ? 1 : 0;
            Files.write(file, whole);
        }
        // A page header has numbers that no reader needs, such as the smallest value of the page.
        assertThat(tried).isGreaterThan(50);
        assertThat(missed).isLessThan(tried / 2);
        assertThat(runs.verify(RUN)).isEmpty();
    }

    private static int littleEndian(byte[] bytes, int at) {
        return java.nio.ByteBuffer.wrap(bytes)
                .order(java.nio.ByteOrder.LITTLE_ENDIAN)
                .getInt(at);
    }

    private void completeRunOfThreeBlocks() {
        writeNetwork("n-1");
        writeBlock(store, 0, 0, 1);
        writeBlock(store, 1, 2, 3);
        writeBlock(store, 2, 4, 5);
        RunRow row = TestRun.row(RunStatus.COMPLETE);
        runs.write(row);
        runs.writeManifest(row);
    }

    private void writeNetwork(String id) {
        store.write(NeuronRow.TABLE, "part-00000", Stream.of(NeuronRow.input(1000)), id);
        store.write(SynapseRow.TABLE, "part-00000", Stream.of(new SynapseRow(0, 1, "EE", 1)), id);
    }

    @Test
    void aRowThatCannotBeReadIsLeftOutOfAll() throws IOException {
        RunRow one = TestRun.row("r-1", RunStatus.COMPLETE);
        RunRow two = TestRun.row("r-2", RunStatus.FAILED);
        RunRow three = TestRun.row("r-3", RunStatus.STOPPED);
        List.of(three, one, two).forEach(runs::write);
        assertThat(runs.readAll()).containsExactly(one, two, three);

        Path truncated = directory.resolve("runs/r-2.parquet");
        Files.write(truncated, Arrays.copyOf(Files.readAllBytes(truncated), 500));
        Files.writeString(directory.resolve("runs/r-0.parquet"), "no Parquet");
        Files.createFile(directory.resolve("runs/r-9.parquet"));
        Files.writeString(directory.resolve("runs/notes.txt"), "a stray file");
        Files.writeString(directory.resolve("runs/_r-8.parquet.x.tmp"), "being written");
        Files.writeString(directory.resolve("runs/.r-7.parquet"), "hidden");
        store.write(TrainingRow.TABLE, "part-00000", Stream.of(new TrainingRow(1, 0, 0, 0, 0, 0, 0)), "r-1");
        Files.copy(directory.resolve("training/run_id=r-1/part-00000.parquet"), directory.resolve("runs/r-4.parquet"));
        assertThat(runs.readAll()).containsExactly(one, three);
        assertBadData(() -> runs.find("r-2"), truncated.toString());
        assertBadData(() -> runs.find("r-4"), "r-4.parquet");

        runs.write(two);
        assertThat(runs.readAll()).containsExactly(one, two, three);
    }

    @Test
    void thereAreNoRunsInADirectoryThatDoesNotExist() {
        RunCatalog none =
                new RunCatalog(new ResultsStore(directory.resolve("none").toString(), new Configuration(), Map.of()));
        assertThat(none.readAll()).isEmpty();
        assertThat(none.find(RUN)).isEmpty();
        assertThat(none.findManifest(RUN)).isEmpty();
        assertThat(none.isComplete(RUN)).isFalse();
        assertThat(none.delete(RUN)).isFalse();
        assertThat(none.deleteLeftovers(RUN)).isZero();
        assertThat(none.bytes(RUN)).isZero();
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void deletingARunLeavesTheOthers() throws IOException {
        writeBlock(store, 0, 0, 1);
        writeNetwork("n-1");
        RunRow row = TestRun.row(RunStatus.COMPLETE);
        runs.write(row);
        runs.writeManifest(row);
        // A table that this version does not know, of a run and of another one whose id begins alike.
        Files.createDirectories(directory.resolve("future/run_id=" + RUN + "/split=x"));
        Files.createFile(directory.resolve("future/run_id=" + RUN + "/split=x/a.parquet"));
        Files.createDirectories(directory.resolve("future/run_id=" + RUN + "2"));
        Files.createFile(directory.resolve("future/run_id=" + RUN + "2/a.parquet"));
        store.write(LiquidWeightRow.TABLE, "part-00000", Stream.of(new LiquidWeightRow(0, 1, 1f)), "r-other");
        assertThat(runs.delete(RUN)).isTrue();
        assertThat(files())
                .containsExactlyInAnyOrder(
                        "liquid_weights/run_id=r-other/part-00000.parquet",
                        "future/run_id=" + RUN + "2/a.parquet",
                        "neurons/network_id=n-1/part-00000.parquet",
                        "synapses/network_id=n-1/part-00000.parquet");
        assertThat(directory.resolve("future/run_id=" + RUN)).doesNotExist();
        assertThat(runs.delete(RUN)).isFalse();
        assertThatThrownBy(() -> runs.delete("../x"))
                .isInstanceOfSatisfying(
                        UserException.class, e -> assertThat(e.kind()).isEqualTo(UserException.Kind.USAGE));
    }

    @Test
    void whatIsLeftOfARunWithoutARowIsDeletedToo() throws IOException {
        writeBlock(store, 0, 0, 1);
        assertThat(runs.delete(RUN)).isTrue();
        runs.writeManifest(RUN, "{}");
        assertThat(runs.delete(RUN)).isTrue();
        assertThat(files()).isEmpty();
    }

    @Test
    void aRunTakesWhatItsDataItsRowAndItsManifestTake() throws IOException {
        completeRunOfThreeBlocks();
        long data = 0;
        for (String file : files()) {
            data += file.contains("network_id") ? 0 : Files.size(directory.resolve(file));
        }
        assertThat(runs.bytes(RUN)).isEqualTo(data).isPositive();
    }

    @Test
    void leftoversOfTheRunGoAtOnceAndThoseOfSharedTablesWhenTheyAreOld() throws IOException {
        completeRunOfThreeBlocks();
        List<String> whole = files();
        String own = "spike_counts/run_id=" + RUN + "/split=valid/_block-00000.parquet.a.tmp";
        String others = "spike_counts/run_id=r-other/split=valid/_block-00000.parquet.a.tmp";
        String sharedOld = "neurons/network_id=n-2/_part-00000.parquet.a.tmp";
        String sharedNew = "neurons/network_id=n-2/_part-00000.parquet.b.tmp";
        String ownRow = "runs/_" + RUN + ".parquet.a.tmp";
        String rowOld = "runs/_r-x.parquet.a.tmp";
        String rowNew = "runs/_r-x.parquet.b.tmp";
        String probeOld = "_shared-a.tmp";
        String probeNew = "_shared-b.tmp";
        String manifestOld = "manifests/_" + RUN + ".json.a.tmp";
        for (String file :
                List.of(own, ownRow, others, sharedOld, sharedNew, rowOld, rowNew, probeOld, probeNew, manifestOld)) {
            Files.createDirectories(directory.resolve(file).getParent());
            Files.writeString(directory.resolve(file), "PAR1");
        }
        for (String old : List.of(others, sharedOld, rowOld, probeOld, manifestOld)) {
            Files.setLastModifiedTime(
                    directory.resolve(old), FileTime.from(Instant.now().minus(Duration.ofMinutes(61))));
        }
        Files.setLastModifiedTime(
                directory.resolve(sharedNew), FileTime.from(Instant.now().minus(Duration.ofMinutes(59))));
        for (String file : whole) {
            Files.setLastModifiedTime(directory.resolve(file), FileTime.fromMillis(0));
        }
        assertThat(runs.deleteLeftovers(RUN)).isEqualTo(6);
        assertThat(files())
                .containsAll(whole)
                .contains(others, sharedNew, rowNew, probeNew)
                .hasSize(whole.size() + 4);
        assertThat(runs.deleteLeftovers(RUN)).isZero();
    }

    @Test
    void anOutcomePutsEachMeasurementInItsColumn() {
        assertThat(OUTCOME.samplesPerSecond()).isEqualTo(620);
        assertThat(OUTCOME.trainAccuracy()).isEqualTo(0.99);
        assertThat(OUTCOME.validAccuracy()).isNaN();
        assertThat(OUTCOME.testAccuracy()).isEqualTo(0.965);
        assertThat(OUTCOME.bestEpoch()).hasValue(123);
        assertThat(OUTCOME.metrics()).containsOnly(Map.entry("liquid_spikes_per_sample", 7200.5));
        assertThat(OUTCOME.measured())
                .containsOnly(
                        Map.entry("samples_per_second", 620.0),
                        Map.entry("train_accuracy", 0.99),
                        Map.entry("test_accuracy", 0.965),
                        Map.entry("best_epoch", 123.0),
                        Map.entry("liquid_spikes_per_sample", 7200.5));
        assertThat(OUTCOME.metric("best_epoch")).isEqualTo(123);
        assertThat(OUTCOME.metric("valid_accuracy")).isNaN();
        assertThat(OUTCOME.metric("other")).isNaN();
        assertThat(OUTCOME.seconds("simulation")).isEqualTo(80);
        assertThat(OUTCOME.seconds("readout")).isNaN();
        assertThat(RunRow.Outcome.of(OUTCOME.seconds(), OUTCOME.totalSeconds(), OUTCOME.measured()))
                .isEqualTo(OUTCOME);
        assertThat(RunRow.Outcome.NONE.measured()).isEmpty();
    }

    private List<String> files() throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> directory.relativize(file).toString())
                    .toList();
        }
    }
}
