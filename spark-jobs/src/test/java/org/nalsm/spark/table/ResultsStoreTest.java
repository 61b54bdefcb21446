package org.nalsm.spark.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
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
import org.nalsm.engine.UserException;

class ResultsStoreTest {
    private static final String RUN = "r-0a1b";

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
            try (BlockWriter writer = store.openBlock(RUN, "valid", block)) {
                int[] reused = new int[neurons];
                for (int i = block * blockSize; i < Math.min(samples, (block + 1) * blockSize); i++) {
                    System.arraycopy(counts(i, neurons), 0, reused, 0, neurons);
                    writer.write(new SampleCounts(firstId + i, i % 10, reused, 3 * i, -i, block));
                }
                assertThat(writer.commit()).isTrue();
            }
        }
        assertThat(store.finishedBlocks(RUN, "valid"))
                .containsExactlyElementsOf(IntStream.range(0, blocks).boxed().toList());

        Map<Integer, SampleCounts> rows = new HashMap<>();
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
        try (BlockWriter retry = store.openBlock(RUN, "train", 0)) {
            retry.write(new SampleCounts(99, 0, new int[] {9}, 0, 0, 0));
            retry.write(new DynamicsRow(99, 0, 0, 0, 0.0));
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
                    try (BlockWriter writer = store.openBlock(RUN, "train", 0)) {
                        writer.write(new SampleCounts(0, 0, new int[4], 0, 0, 0));
                        writer.write(new RecordedSpikes(0, 0, new short[] {1}, new int[] {2}));
                        throw new IllegalStateException("simulated failure");
                    }
                })
                .hasMessage("simulated failure");
        assertThat(filesUnder("spike_counts")).isEmpty();
        assertThat(filesUnder("spikes")).isEmpty();
        assertThat(store.finishedBlocks(RUN, "train")).isEmpty();
    }

    @Test
    void whatAKilledTaskLeftIsNeitherFinishedNorInTheWay() throws IOException {
        @SuppressWarnings("resource") // the writer of a killed task is never closed
        BlockWriter killed = store.openBlock(RUN, "train", 0);
        killed.write(new SampleCounts(0, 0, new int[4], 0, 0, 0));
        assertThat(filesUnder("spike_counts"))
                .singleElement()
                .asString()
                .startsWith("_")
                .endsWith(".tmp");
        assertThat(store.finishedBlocks(RUN, "train")).isEmpty();

        writeBlock(store, 0, 0, 1);
        assertThat(store.finishedBlocks(RUN, "train")).containsExactly(0);
        assertThat(store.runs().deleteLeftovers(RUN)).isEqualTo(1);
        assertThat(filesUnder("spike_counts")).containsExactly("block-00000.parquet");
    }

    @Test
    void damagedCountsAreReportedByFile() throws IOException {
        writeBlock(store, 0, 0, 1);
        Path file = directory.resolve("spike_counts/run_id=" + RUN + "/split=train/block-00000.parquet");
        byte[] whole = Files.readAllBytes(file);
        for (int offset = 4; offset < 60; offset += 5) {
            Files.write(file, whole);
            try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
                raw.seek(offset);
                raw.write(whole[offset] ^ 0x55);
            }
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
        RecordedSpikes busy = new RecordedSpikes(3, 7, new short[] {0, 0, 249}, new int[] {1, 999, 70_000});
        RecordedSpikes silent = new RecordedSpikes(4, 1, new short[0], new int[0]);
        short[] many = new short[5000];
        int[] neurons = new Random(1).ints(5000, 0, 8000).toArray();
        IntStream.range(0, many.length).forEach(i -> many[i] = (short) (i / 20));
        RecordedSpikes long5000 = new RecordedSpikes(5, 0, many, neurons);
        try (BlockWriter writer = store.openBlock(RUN, "test", 12)) {
            Stream.of(busy, silent, long5000).forEach(writer::write);
            writer.commit();
        }
        List<RecordedSpikes> read = new ArrayList<>();
        store.readSpikes(RUN, "test", read::add);
        assertThat(read).usingRecursiveComparison().isEqualTo(List.of(busy, silent, long5000));
    }

    @Test
    void weightsAndReadoutComeBack() {
        float[] weights = {-3f, 0f, Float.MIN_NORMAL, 2.9999998f};
        assertThat(store.hasLiquidWeights(RUN)).isFalse();
        store.writeLiquidWeights(RUN, new int[] {0, 0, 1, 1000}, new int[] {1, 2, 0, 5}, weights);
        store.writeLiquidWeights(RUN, new int[] {7}, new int[] {7}, new float[] {7f});
        assertThat(store.hasLiquidWeights(RUN)).isTrue();
        assertThat(store.readLiquidWeights(RUN)).containsExactly(weights);

        List<ReadoutRow> readout = List.of(
                new ReadoutRow(0, 0.25, new double[] {1e-300, -2}, OptionalInt.of(83), OptionalDouble.of(0.05)),
                new ReadoutRow(
                        1, -0.5, new double[] {3, Double.MAX_VALUE}, OptionalInt.empty(), OptionalDouble.empty()));
        store.writeReadout(RUN, readout);
        assertThat(store.readReadout(RUN)).usingRecursiveComparison().isEqualTo(readout);
        List<TrainingRow> training = List.of(new TrainingRow(0, 1e-5, 2.3, 0.1, 0.11, Double.NaN, 0.5));
        store.writeTraining(RUN, List.of(new TrainingRow(9, 0, 0, 0, 0, 0, 0)));
        store.writeTraining(RUN, training);
        assertThat(store.readTraining(RUN)).isEqualTo(training);
        store.writePredictions(RUN, "test", Stream.of(new PredictionRow(60_000, 7, 2, new float[] {0.5f, -1f})));
        assertThat(store.readPredictions(RUN, "test"))
                .usingRecursiveComparison()
                .isEqualTo(List.of(new PredictionRow(60_000, 7, 2, new float[] {0.5f, -1f})));
        assertThatThrownBy(() -> store.readReadout("r-none"))
                .isInstanceOfSatisfying(
                        UserException.class, e -> assertThat(e.kind()).isEqualTo(UserException.Kind.NO_INPUT));
    }

    @Test
    void aRunIsCompleteWithItsRowAndItsManifestAndAllItsFiles() throws IOException {
        RunCatalog runs = store.runs();
        RunRow running = run(RunStatus.RUNNING);
        runs.write(running);
        assertThat(runs.readAll()).containsExactly(running);
        writeBlock(store, 0, 0, 1);
        RunRow complete = running.with(
                RunStatus.COMPLETE,
                Optional.of(Instant.parse("2024-05-06T07:08:09.123456Z")),
                new RunRow.PhaseSeconds(0.5, 17, 80, 30, 128),
                new RunRow.Scores(620, 7200.5, 4500, 0.99, 0.97, 0.965, OptionalInt.of(123)));
        runs.write(complete);
        assertThat(runs.find(RUN)).contains(complete);
        assertThat(runs.isComplete(RUN)).isFalse();

        RunManifest manifest = runs.writeManifest(RUN, running.config());
        assertThat(manifest.files()).singleElement().satisfies(file -> {
            assertThat(file.path()).isEqualTo("spike_counts/run_id=" + RUN + "/split=train/block-00000.parquet");
            assertThat(file.rows()).isEqualTo(2);
            assertThat(file.bytes()).isEqualTo(Files.size(directory.resolve(file.path())));
        });
        assertThat(runs.findManifest(RUN)).contains(manifest);
        assertThat(runs.isComplete(RUN)).isTrue();

        store.writeTable(Tables.BRANCHING_FACTOR, "part-00000", Stream.of(() -> new Object[] {1, 2, 1.25}), RUN);
        assertThat(runs.isComplete(RUN)).isTrue();
        Files.delete(directory.resolve(manifest.files().get(0).path()));
        assertThat(runs.isComplete(RUN)).isFalse();

        Files.writeString(directory.resolve("manifests/" + RUN + ".json"), "{\"format\": 1");
        assertBadData(() -> runs.findManifest(RUN), RUN + ".json");
    }

    @Test
    void deletingARunLeavesTheOthers() throws IOException {
        writeBlock(store, 0, 0, 1);
        store.runs().write(run(RunStatus.COMPLETE));
        store.runs().writeManifest(RUN, "{}");
        store.writeLiquidWeights("r-other", new int[1], new int[1], new float[1]);
        assertThat(store.runs().delete(RUN)).isTrue();
        try (Stream<Path> left = Files.walk(directory)) {
            assertThat(left.filter(Files::isRegularFile)
                            .map(file -> directory.relativize(file).toString()))
                    .containsExactly("liquid_weights/run_id=r-other/part-00000.parquet");
        }
        assertThat(store.runs().delete(RUN)).isFalse();
        assertThatThrownBy(() -> store.runs().delete("../x"))
                .isInstanceOfSatisfying(
                        UserException.class, e -> assertThat(e.kind()).isEqualTo(UserException.Kind.USAGE));
    }

    @Test
    void rowsThatDoNotFitTheTableAreRefused() {
        assertThatThrownBy(() -> store.writeTable(
                        Tables.READOUT,
                        "part-00000",
                        Stream.of(() -> new Object[] {0, 1f, new double[1], 1, null}),
                        RUN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("readout.bias is double, not Float");
        assertThatThrownBy(() -> store.writeTable(
                        Tables.READOUT,
                        "part-00000",
                        Stream.of(() -> new Object[] {0, null, new double[1], 1, null}),
                        RUN))
                .hasMessage("readout.bias must not be null");
        assertThat(directory.resolve("readout/run_id=" + RUN + "/part-00000.parquet"))
                .doesNotExist();
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
        assertThatThrownBy(() -> new ResultsStore("nowhere://x/y", new Configuration(), Map.of()))
                .isInstanceOfSatisfying(
                        UserException.class, e -> assertThat(e.kind()).isEqualTo(UserException.Kind.BAD_CONFIGURATION));
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
        assertThat(store.finishedBlocks(RUN, "train")).containsExactly(3);
        assertThat(bytes.size()).isLessThan(1 << 20);
    }

    private void readTwo(int first, int second) {
        store.readCounts(RUN, "train", new int[] {first, second}, 4, (row, sample) -> {});
    }

    private static void assertBadData(ThrowingCallable action, String message) {
        assertThatThrownBy(action).isInstanceOfSatisfying(UserException.class, e -> {
            assertThat(e.kind()).isEqualTo(UserException.Kind.BAD_DATA);
            assertThat(e).hasMessageContaining(message);
            assertThat(e.getMessage().lines()).hasSize(1);
        });
    }

    private static void writeBlock(ResultsStore store, int block, int... sampleIds) {
        try (BlockWriter writer = store.openBlock(RUN, "train", block)) {
            for (int id : sampleIds) {
                writer.write(new SampleCounts(id, 0, counts(id, 4), 0, 0, block));
            }
            writer.commit();
        }
    }

    /** Mostly small numbers as spike counts are, with an extreme one now and then. */
    private static int[] counts(int sample, int neurons) {
        Random random = new Random(sample);
        return IntStream.range(0, neurons)
                .map(i -> random.nextInt(100) == 0 ? random.nextInt() : random.nextInt(40))
                .toArray();
    }

    private static RunRow run(RunStatus status) {
        return new RunRow(
                RUN,
                status,
                "nalsm",
                "mnist",
                "{\"model\":{\"name\":\"nalsm\"}}",
                "n-1",
                "l-1",
                "c-1",
                "0a1b2c3d4e5f",
                1,
                -2,
                "0.1.0",
                "4.1.3",
                "event",
                Instant.parse("2024-05-06T07:06:01.000001Z"),
                Optional.empty(),
                RunRow.PhaseSeconds.UNKNOWN,
                RunRow.Scores.UNKNOWN);
    }

    private List<String> filesUnder(String table) throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve(table))) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .toList();
        }
    }
}
