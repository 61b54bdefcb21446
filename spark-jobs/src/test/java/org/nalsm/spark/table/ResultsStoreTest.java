package org.nalsm.spark.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.nalsm.spark.table.TestRun.IN_FIRST_PAGE;
import static org.nalsm.spark.table.TestRun.assertBadData;
import static org.nalsm.spark.table.TestRun.counts;
import static org.nalsm.spark.table.TestRun.flip;
import static org.nalsm.spark.table.TestRun.writeBlock;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nalsm.engine.UserException;
import org.nalsm.spark.family.liquid.table.DynamicsRow;
import org.nalsm.spark.family.liquid.table.LiquidWeightRow;
import org.nalsm.spark.family.liquid.table.ReadoutRow;
import org.nalsm.spark.family.liquid.table.SpikesRow;

class ResultsStoreTest {
    private static final String RUN = TestRun.ID;

    @TempDir
    Path directory;

    private ResultsStore store;

    @BeforeEach
    void open() {
        store = new ResultsStore(directory.toString(), new Configuration(), Map.of("code_version", "test"));
    }

    /** Sizes around Parquet's group of 8, its 20,000-row page and 16 bit; the last block is smaller. */
    @ParameterizedTest
    @CsvSource({"1, 1, 1", "7, 5, 3", "1000, 9, 4", "8, 20003, 20001", "70001, 3, 2", "513, 2100, 700"})
    void countsComeBackAsTheyWereWritten(int neurons, int samples, int blockSize) {
        int firstId = 50_000;
        int blocks = (samples + blockSize - 1) / blockSize;
        for (int block = blocks - 1; block >= 0; block--) {
            try (BlockWriter writer = store.openBlock(SpikeCounts.TABLE, RUN, "valid", block)) {
                int[] reused = new int[neurons];
                for (int i = block * blockSize; i < Math.min(samples, (block + 1) * blockSize); i++) {
                    System.arraycopy(counts(i, neurons), 0, reused, 0, neurons);
                    writer.write(SpikeCounts.TABLE, new SpikeCounts(firstId + i, i % 10, reused, 3 * i, -i, block));
                }
                assertThat(writer.commit()).isTrue();
            }
        }
        assertThat(store.finishedBlocks(SpikeCounts.TABLE, RUN, "valid"))
                .containsExactlyElementsOf(IntStream.range(0, blocks).boxed().toList());

        Map<Integer, SpikeCounts> rows = new HashMap<>();
        store.readCounts(
                RUN, "valid", IntStream.range(firstId, firstId + samples).toArray(), neurons, (row, sample) -> {
                    assertThat(sample.counts()).isEqualTo(counts(row, neurons));
                    assertThat(rows.put(row, sample)).isNull();
                });
        assertThat(rows).hasSize(samples);
        rows.forEach((row, sample) -> {
            assertThat(sample.sampleId()).isEqualTo(firstId + row);
            assertThat(sample.label()).isEqualTo(row % 10);
            assertThat(sample.inputSpikes()).isEqualTo(3 * row);
            assertThat(sample.liquidSpikes()).isEqualTo(-row);
            assertThat(sample.block()).isEqualTo(row / blockSize);
        });
    }

    @Test
    void anExistingBlockIsKeptOnARetryAndTheSecondAttemptLeavesNothing() throws IOException {
        writeBlock(store, 0, 0, 1);
        try (BlockWriter retry = store.openBlock(SpikeCounts.TABLE, RUN, "train", 0)) {
            retry.write(SpikeCounts.TABLE, new SpikeCounts(99, 0, new int[] {9}, 0, 0, 0));
            retry.write(DynamicsRow.TABLE, new DynamicsRow(99, 0, 0, 0, 0.0));
            assertThat(retry.commit()).isFalse();
        }
        List<Integer> ids = new ArrayList<>();
        store.readCounts(RUN, "train", new int[] {0, 1}, 4, (row, sample) -> ids.add(sample.sampleId()));
        assertThat(ids).containsExactly(0, 1);
        assertThat(filesUnder("spike_counts")).containsExactly("block-00000.parquet");
    }

    @Test
    void aBlockThatFailsHalfWayLeavesNothing() throws IOException {
        assertThatThrownBy(() -> {
                    try (BlockWriter writer = store.openBlock(SpikeCounts.TABLE, RUN, "train", 0)) {
                        writer.write(SpikeCounts.TABLE, new SpikeCounts(0, 0, new int[4], 0, 0, 0));
                        writer.write(SpikesRow.TABLE, new SpikesRow(0, 0, new short[] {1}, new int[] {2}));
                        throw new IllegalStateException("simulated failure");
                    }
                })
                .hasMessage("simulated failure");
        assertThat(filesUnder("spike_counts")).isEmpty();
        assertThat(filesUnder("spikes")).isEmpty();
        assertThat(store.finishedBlocks(SpikeCounts.TABLE, RUN, "train")).isEmpty();
    }

    @Test
    void whatAKilledTaskLeftIsNeitherFinishedNorInTheWay() throws IOException {
        @SuppressWarnings("resource") // the writer of a killed task is never closed
        BlockWriter killed = store.openBlock(SpikeCounts.TABLE, RUN, "train", 0);
        killed.write(SpikeCounts.TABLE, new SpikeCounts(0, 0, new int[4], 0, 0, 0));
        assertThat(filesUnder("spike_counts"))
                .singleElement()
                .asString()
                .startsWith("_")
                .endsWith(".tmp");
        assertThat(store.finishedBlocks(SpikeCounts.TABLE, RUN, "train")).isEmpty();

        writeBlock(store, 0, 0, 1);
        assertThat(store.finishedBlocks(SpikeCounts.TABLE, RUN, "train")).containsExactly(0);
        assertThat(new RunCatalog(store).deleteLeftovers(RUN)).isEqualTo(1);
        assertThat(filesUnder("spike_counts")).containsExactly("block-00000.parquet");
    }

    @Test
    void damagedCountsAreReportedByFile() throws IOException {
        writeBlock(store, 0, 0, 1);
        Path file = directory.resolve("spike_counts/run_id=" + RUN + "/split=train/block-00000.parquet");
        byte[] whole = Files.readAllBytes(file);
        for (int offset = 4; offset < 60; offset += 5) {
            Files.write(file, whole);
            flip(file, offset);
            assertBadData(() -> readTwo(0, 1), "block-00000.parquet");
        }
        Files.write(file, Arrays.copyOf(whole, whole.length / 2));
        assertBadData(() -> readTwo(0, 1), "block-00000.parquet");
        Files.write(file, new byte[0]);
        assertBadData(() -> readTwo(0, 1), "block-00000.parquet");
    }

    @Test
    void otherSamplesThanExpectedAreReported() {
        writeBlock(store, 0, 0, 2);
        assertBadData(() -> readTwo(0, 1), "row 1 is sample 2, not 1");
        assertBadData(
                () -> store.readCounts(RUN, "train", new int[] {0, 2, 3}, 4, (row, sample) -> {}),
                "holds 2 samples in 1 blocks, not the expected 3");
        assertBadData(
                () -> store.readCounts(RUN, "train", new int[] {0, 2}, 5, (row, sample) -> {}),
                "counts has 4 elements, not 5");
        assertBadData(
                () -> store.readCounts(RUN, "test", new int[] {0, 2}, 4, (row, sample) -> {}),
                "holds 0 samples in 0 blocks");
    }

    @Test
    void aFailingConsumerIsNoDamagedFile() {
        writeBlock(store, 0, 0, 1);
        assertThatThrownBy(() -> store.readCounts(RUN, "train", new int[] {0, 1}, 4, (row, sample) -> {
                    throw new ArithmeticException("consumer's own");
                }))
                .isInstanceOf(ArithmeticException.class);
    }

    @Test
    void recordedSpikesComeBack() {
        SpikesRow busy = new SpikesRow(3, 7, new short[] {0, 0, 249}, new int[] {1, 999, 70_000});
        SpikesRow silent = new SpikesRow(4, 1, new short[0], new int[0]);
        short[] many = new short[5000];
        int[] neurons = new Random(1).ints(5000, 0, 8000).toArray();
        IntStream.range(0, many.length).forEach(i -> many[i] = (short) (i / 20));
        SpikesRow long5000 = new SpikesRow(5, 0, many, neurons);
        try (BlockWriter writer = store.openBlock(SpikeCounts.TABLE, RUN, "test", 12)) {
            Stream.of(busy, silent, long5000).forEach(row -> writer.write(SpikesRow.TABLE, row));
            writer.commit();
        }
        List<SpikesRow> read = new ArrayList<>();
        store.readBlocks(SpikesRow.TABLE, RUN, "test", read::add);
        assertThat(read).usingRecursiveComparison().isEqualTo(List.of(busy, silent, long5000));
    }

    @Test
    void whatSeveralMayWriteKeepsItsFirstVersionAndWhatIsDerivedIsReplaced() {
        List<LiquidWeightRow> weights = List.of(
                new LiquidWeightRow(0, 1, -3f),
                new LiquidWeightRow(0, 2, 0f),
                new LiquidWeightRow(1, 0, Float.MIN_NORMAL),
                new LiquidWeightRow(1000, 5, 2.9999998f));
        assertThat(store.has(LiquidWeightRow.TABLE, ResultsStore.SINGLE_FILE, RUN))
                .isFalse();
        assertThat(store.readIfThere(LiquidWeightRow.TABLE, ResultsStore.SINGLE_FILE, RUN))
                .isEmpty();
        store.writeOnce(LiquidWeightRow.TABLE, ResultsStore.SINGLE_FILE, weights.stream(), RUN);
        store.writeOnce(LiquidWeightRow.TABLE, ResultsStore.SINGLE_FILE, Stream.of(new LiquidWeightRow(7, 7, 7f)), RUN);
        assertThat(store.has(LiquidWeightRow.TABLE, ResultsStore.SINGLE_FILE, RUN))
                .isTrue();
        assertThat(store.read(LiquidWeightRow.TABLE, ResultsStore.SINGLE_FILE, RUN))
                .isEqualTo(weights);
        assertThat(store.readIfThere(LiquidWeightRow.TABLE, ResultsStore.SINGLE_FILE, RUN))
                .isEqualTo(weights);

        List<TrainingRow> training = List.of(new TrainingRow(0, 1e-5, 2.3, 0.1, 0.11, Double.NaN, 0.5));
        store.write(TrainingRow.TABLE, "part-00000", Stream.of(new TrainingRow(9, 0, 0, 0, 0, 0, 0)), RUN);
        store.write(TrainingRow.TABLE, "part-00000", training.stream(), RUN);
        assertThat(store.read(TrainingRow.TABLE, "part-00000", RUN)).isEqualTo(training);
    }

    @Test
    void readoutAndPredictionsComeBack() {
        List<ReadoutRow> readout = List.of(
                new ReadoutRow(0, 0.25, new double[] {1e-300, -2}, OptionalInt.of(83)),
                new ReadoutRow(1, -0.5, new double[] {3, Double.MAX_VALUE}, OptionalInt.empty()));
        store.write(ReadoutRow.TABLE, "part-00000", readout.stream(), RUN);
        assertThat(store.read(ReadoutRow.TABLE, "part-00000", RUN))
                .usingRecursiveComparison()
                .withEqualsForType(Double::equals, Double.class)
                .isEqualTo(readout);
        PredictionRow prediction = new PredictionRow(60_000, 7, 2, new float[] {0.5f, -1f});
        store.write(PredictionRow.TABLE, "part-00000", Stream.of(prediction), RUN, "test");
        assertThat(store.read(PredictionRow.TABLE, "part-00000", RUN, "test"))
                .usingRecursiveComparison()
                .withEqualsForType(Float::equals, Float.class)
                .isEqualTo(List.of(prediction));
        assertThatThrownBy(() -> store.read(ReadoutRow.TABLE, "part-00000", "r-none"))
                .isInstanceOfSatisfying(
                        UserException.class, e -> assertThat(e.kind()).isEqualTo(UserException.Kind.NO_INPUT));
    }

    @Test
    void filesOfAPartitionAreListedByNameWithoutWhatIsNotFinished() throws IOException {
        store.write(CheckpointRow.TABLE, "b-2", Stream.of(checkpoint(2)), RUN);
        store.write(CheckpointRow.TABLE, "b-1", Stream.of(checkpoint(1)), RUN);
        Files.createFile(directory.resolve("checkpoints/run_id=" + RUN + "/_b-3.parquet.x.tmp"));
        Files.createFile(directory.resolve("checkpoints/run_id=" + RUN + "/notes.txt"));
        Files.createDirectory(directory.resolve("checkpoints/run_id=" + RUN + "/d.parquet"));
        assertThat(store.files(CheckpointRow.TABLE, RUN)).containsExactly("b-1", "b-2");
        store.delete(CheckpointRow.TABLE, "b-1", RUN);
        store.delete(CheckpointRow.TABLE, "b-1", RUN);
        assertThat(store.files(CheckpointRow.TABLE, RUN)).containsExactly("b-2");
        store.deletePartition(CheckpointRow.TABLE, RUN);
        assertThat(directory.resolve("checkpoints/run_id=" + RUN)).doesNotExist();
        assertThat(store.files(CheckpointRow.TABLE, RUN)).isEmpty();
    }

    private static CheckpointRow checkpoint(long step) {
        return new CheckpointRow(step, "weights", "float32", 2, 0, new byte[] {0, 0, (byte) 0x80, 0x3f, 0, 0, 0, 0});
    }

    @Test
    void aTableOfRunsHasItsBlocksNamedByTheirSplit() throws IOException {
        try (BlockWriter writer = store.openBlock(SpikeCounts.TABLE, RUN, "test", 3)) {
            writer.write(SpikeCounts.TABLE, new SpikeCounts(60_000, 1, new int[] {1}, 0, 1, 3));
            writer.write(DynamicsRow.TABLE, new DynamicsRow(60_000, 0, 1, 0, 0.5));
            writer.commit();
        }
        assertThat(filesUnder("dynamics")).containsExactly("test-block-00003.parquet");
        assertThat(store.read(DynamicsRow.TABLE, "test-block-00003", RUN))
                .containsExactly(new DynamicsRow(60_000, 0, 1, 0, 0.5));
    }

    @Test
    void whatAnotherRunHasIsCopiedWhereItIsWholeAndMissing() throws IOException {
        String from = "r-from";
        writeBlock(store, from, 0, 0, 1);
        writeBlock(store, from, 1, 2, 3);
        writeBlock(store, from, 2, 4, 5);
        writeBlock(store, RUN, 2, 99);
        Path source = directory.resolve("spike_counts/run_id=" + from + "/split=train");
        Path target = directory.resolve("spike_counts/run_id=" + RUN + "/split=train");
        byte[] own = Files.readAllBytes(target.resolve("block-00002.parquet"));
        flip(source.resolve("block-00001.parquet"), IN_FIRST_PAGE);
        Files.createFile(source.resolve("_block-00003.parquet.x.tmp"));

        store.copyPartition(SpikeCounts.TABLE, from, RUN);
        assertThat(store.finishedBlocks(SpikeCounts.TABLE, RUN, "train")).containsExactly(0, 2);
        assertThat(filesUnder("spike_counts/run_id=" + RUN))
                .containsExactlyInAnyOrder("block-00000.parquet", "block-00002.parquet");
        assertThat(target.resolve("block-00000.parquet")).hasSameBinaryContentAs(source.resolve("block-00000.parquet"));
        assertThat(target.resolve("block-00002.parquet")).as("its own").hasBinaryContent(own);

        // The damaged file is the other run's to mend.
        assertThat(source.resolve("block-00001.parquet")).exists();
        Files.delete(source.resolve("block-00001.parquet"));
        writeBlock(store, from, 1, 2, 3);
        store.copyPartition(SpikeCounts.TABLE, from, RUN);
        assertThat(store.finishedBlocks(SpikeCounts.TABLE, RUN, "train")).containsExactly(0, 1, 2);
        store.copyPartition(SpikeCounts.TABLE, "r-none", RUN);
    }

    @Test
    void aFileOfAnotherTableIsNotTakenForARow() {
        store.write(TrainingRow.TABLE, "part-00000", Stream.of(new TrainingRow(9, 0, 0, 0, 0, 0, 0)), RUN);
        assertThat(directory
                        .resolve("training")
                        .toFile()
                        .renameTo(directory.resolve("readout").toFile()))
                .isTrue();
        assertBadData(() -> store.read(ReadoutRow.TABLE, "part-00000", RUN), "it has no column class");
    }

    @Test
    void rowsThatDoNotFitTheTableAreRefused() {
        assertThatThrownBy(() -> store.write(
                        ReadoutRow.TABLE,
                        "part-00000",
                        Stream.of(new ReadoutRow(0, 0, null, OptionalInt.empty())),
                        RUN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("readout.weights must not be null");
        assertThatThrownBy(() -> store.write(RunRow.TABLE, RUN, Stream.of(TestRun.row(null))))
                .hasMessage("runs.status must not be null");
        assertThatThrownBy(() -> store.write(ReadoutRow.TABLE, "part-00000", Stream.empty()))
                .hasMessage("readout is partitioned by [run_id]");
        assertThat(directory.resolve("readout/run_id=" + RUN + "/part-00000.parquet"))
                .doesNotExist();
        assertThat(directory.resolve("runs")).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x", "a/b", "", "_x", ".x", "a=b", "a b"})
    void whatIsNoIdGetsIntoNoPath(String id) {
        for (ThrowingCallable use : List.<ThrowingCallable>of(
                () -> store.has(ReadoutRow.TABLE, "part-00000", id),
                () -> store.has(RunRow.TABLE, id),
                () -> store.deletePartition(ReadoutRow.TABLE, id),
                () -> store.finishedBlocks(SpikeCounts.TABLE, RUN, id))) {
            assertThatThrownBy(use)
                    .isInstanceOfSatisfying(
                            UserException.class, e -> assertThat(e.kind()).isEqualTo(UserException.Kind.USAGE));
        }
    }

    @Test
    void anOutputThatCannotBeWrittenIsTheUsersToMend() throws IOException {
        store.checkWritable();
        assertThat(directory).isEmptyDirectory();
        Path file = Files.createFile(directory.resolve("occupied"));
        ResultsStore blocked = new ResultsStore(file.toString(), new Configuration(), Map.of());
        assertThatThrownBy(blocked::checkWritable).isInstanceOfSatisfying(UserException.class, e -> {
            assertThat(e.kind()).isEqualTo(UserException.Kind.CANNOT_WRITE);
            assertThat(e).hasMessageContaining("occupied").hasMessageContaining("output.dir");
        });
        assertThatThrownBy(() -> writeBlock(blocked, 0, 0, 1))
                .isInstanceOfSatisfying(
                        UserException.class, e -> assertThat(e.kind()).isEqualTo(UserException.Kind.CANNOT_WRITE));
        Configuration withoutS3 = new Configuration(); // as it is on users' class paths, and not on that of tests
        withoutS3.set("fs.s3a.impl", "org.apache.hadoop.fs.s3a.NotThere");
        for (String place : List.of("nowhere://x/y", "s3a://bucket/x")) {
            assertThatThrownBy(() -> new ResultsStore(place, withoutS3, Map.of()))
                    .isInstanceOfSatisfying(UserException.class, e -> {
                        assertThat(e.kind()).isEqualTo(UserException.Kind.BAD_CONFIGURATION);
                        assertThat(e.getMessage())
                                .hasLineCount(1)
                                .contains(place)
                                .contains(place.startsWith("s3a") ? "--packages org.apache.hadoop:hadoop-aws:" : "");
                    });
        }
    }

    @Test
    void aStoreTravelsToExecutorsWithItsHadoopSettings() throws Exception {
        Configuration settings = new Configuration();
        settings.set("parquet.compression.codec.zstd.level", "1");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(new ResultsStore(directory.toString(), settings, Map.of("code_version", "x")));
        }
        ResultsStore copy;
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            copy = (ResultsStore) in.readObject();
        }
        writeBlock(copy, 3, 0, 1);
        assertThat(copy.root()).isEqualTo(store.root());
        assertThat(store.finishedBlocks(SpikeCounts.TABLE, RUN, "train")).containsExactly(3);
        assertThat(bytes.size()).isLessThan(1 << 20);
    }

    private void readTwo(int first, int second) {
        store.readCounts(RUN, "train", new int[] {first, second}, 4, (row, sample) -> {});
    }

    private List<String> filesUnder(String table) throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve(table))) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .toList();
        }
    }
}
