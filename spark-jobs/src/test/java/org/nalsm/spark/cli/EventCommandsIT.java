package org.nalsm.spark.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nalsm.spark.cli.CommandLineRun.nalsm;
import static org.nalsm.spark.cli.CommandLineRun.query;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Event datasets through the commands that a user runs. */
class EventCommandsIT {
    private static final int TRAIN = 30;
    private static final int VALID = 10;
    /** The first 70 test images have every class. */
    private static final int TEST = 70;

    @TempDir
    private Path directory;

    private List<String> settings;

    @BeforeEach
    void chooseASmallExperiment() {
        settings = List.of(
                "data.dir=" + directory,
                "output.dir=" + directory.resolve("results"),
                "data.dataset=n-mnist",
                "network.dimensions=5,5,5",
                "data.train-samples=" + TRAIN,
                "data.valid-samples=" + VALID,
                "data.test-samples=" + TEST,
                "initialisation.snapshots=40",
                "simulation.batch-size=5",
                "simulation.recorded-samples=2",
                "readout.max-epochs=10");
    }

    @Test
    void trainsSimulatesAndRanksADirectoryOfRecordings() throws IOException {
        Path dataset = directory.resolve("n-mnist");
        EventData.write(dataset, TRAIN, VALID, TEST);
        CommandLineRun train = nalsm(settings, "train", "--json");
        assertThat(train.exitCode()).as(train.err()).isZero();
        String run = train.out().replaceAll(".*\"run_id\":\"(r-[0-9a-f]+)\".*\\R?", "$1");
        assertThat(query("SELECT split, count(*), min(liquid_spikes) > 0, min(sample_id) FROM " + counts(run)
                        + " GROUP BY split ORDER BY split"))
                .containsExactly("test 70 true 60000", "train 30 true 0", "valid 10 true 50000");

        // The files are not needed any more, and a user's own copy of some of them gives the same counts.
        Path own = directory.resolve("own");
        Files.createDirectories(own);
        Files.move(dataset.resolve("Test"), own.resolve("Test"));
        Files.move(dataset.resolve("Train"), own.resolve("Train"));
        CommandLineRun simulated =
                nalsm(settings, "simulate", "--run", run, own.resolve("Test").toString(), "--json");
        assertThat(simulated.exitCode()).as(simulated.err()).isZero();
        String counts = simulated.out().replaceAll(".*\"id\":\"(u-[0-9a-f]+)\".*\\R?", "$1");
        assertThat(query("SELECT counts, label, input_spikes FROM " + counts(counts) + " ORDER BY hash(counts)"))
                .hasSize(TEST)
                .isEqualTo(query("SELECT counts, label, input_spikes FROM " + counts(run)
                        + " WHERE split = 'test' ORDER BY hash(counts)"));
        assertThat(query("SELECT file FROM '" + directory.resolve("results/inputs/*/*.parquet")
                        + "' ORDER BY sample_id"))
                .isSorted()
                .hasSize(TEST)
                .allMatch(file -> Files.exists(Path.of(file)));

        CommandLineRun tooMany = nalsm(settings, "kernel-quality", run);
        assertThat(tooMany.exitCode()).isEqualTo(78);
        assertThat(tooMany.err().lines()).singleElement().asString().contains("needs 100 samples of every class");
        assertThat(tooMany.said()).isEmpty();
        CommandLineRun quality =
                nalsm(settings, "kernel-quality", run, "--shuffles", "2", "--samples-per-class", "1", "--json");
        assertThat(quality.exitCode()).as(quality.err()).isZero();
        assertThat(query("SELECT a.sample_id FROM " + counts(run) + " a JOIN " + counts(run) + " b ON "
                        + "a.sample_id = b.sample_id AND a.split = 'test' AND b.split = 'test-noise' "
                        + "WHERE a.counts != b.counts"))
                .as("samples that noise changes")
                .hasSizeGreaterThan(TEST / 2);
    }

    /** Results are named by configuration; other recordings under the same one must not mix with them. */
    @Test
    void otherRecordingsAreAnotherExperiment() {
        Path dataset = directory.resolve("n-mnist");
        EventData.write(dataset, TRAIN, VALID, TEST);
        CommandLineRun train = nalsm(settings, "train", "--json");
        assertThat(train.exitCode()).as(train.err()).isZero();
        String run = train.out().replaceAll(".*\"run_id\":\"(r-[0-9a-f]+)\".*\\R?", "$1");
        List<String> before = query("SELECT sample_id, counts FROM " + counts(run) + " ORDER BY sample_id");
        assertThat(nalsm(settings, "train").said()).contains("nothing to do");

        EventData.put(
                query("SELECT file FROM glob('" + dataset.resolve("Train/*/00001.bin") + "')").stream()
                        .map(Path::of)
                        .findFirst()
                        .orElseThrow(),
                EventData.recording());
        for (String command : List.of("train", "kernel-quality " + run + " --shuffles 1 --samples-per-class 1")) {
            CommandLineRun other = nalsm(settings, command.split(" "));
            assertThat(other.exitCode()).as(command).isEqualTo(command.equals("train") ? 73 : 65);
            assertThat(other.err().lines().filter(line -> line.startsWith("nalsm: ")))
                    .singleElement()
                    .asString()
                    .contains(run, "made with other recordings of n-mnist");
        }
        // One that shares liquid and blocks with the first, if only the configuration counted.
        CommandLineRun sibling = nalsm(with("readout.max-epochs=11"), "train", "--json");
        assertThat(sibling.said()).contains("initialise liquid", "simulate samples");
        assertThat(nalsm(settings, "train", "--overwrite").exitCode()).isZero();
        assertThat(query("SELECT sample_id, counts FROM " + counts(run) + " ORDER BY sample_id"))
                .hasSameSizeAs(before)
                .isNotEqualTo(before);
        assertThat(query("SELECT count(DISTINCT liquid_id), count(DISTINCT data_hash) FROM '"
                        + directory.resolve("results/runs/*.parquet") + "'"))
                .containsExactly("1 1");
    }

    @Test
    void theSamplesTableHoldsTheRealRecordingAsAPlainLoopReadsIt() {
        EventData.put(directory.resolve("n-mnist/Train/5/00001.bin"), EventData.recording());
        EventData.put(directory.resolve("n-mnist/Train/6/50001.bin"), EventData.events(1, 2, 1, 3499));
        EventData.put(directory.resolve("n-mnist/Test/7/00001.bin"), EventData.events(3, 4, 0, 3500));
        CommandLineRun run = nalsm(
                with(
                        "data.train-samples=1",
                        "data.valid-samples=1",
                        "data.test-samples=1",
                        "simulation.recorded-samples=0",
                        "model.name=lsm"),
                "train");
        assertThat(run.exitCode()).as(run.err()).isZero();
        Path table = directory.resolve("n-mnist/samples.parquet");
        assertThat(query("SELECT sample_id, split, label, len(t_ms) FROM '" + table + "'"))
                .containsExactly("0 train 5 4316", "50000 valid 6 1", "60000 test 7 1");
        assertThat(query("SELECT printf('%04d %d %02d %02d', t, p, y, x) FROM (SELECT unnest(t_ms) t, unnest(x) x, "
                        + "unnest(y) y, unnest(polarity) p FROM '" + table + "' WHERE sample_id = 0)"))
                .containsExactlyElementsOf(EventData.parse(EventData.recording()));
        assertThat(query("SELECT t_ms[1], x[1], y[1], polarity[1] FROM '" + table + "' WHERE sample_id > 0"))
                .as("half to even")
                .containsExactly("3 1 2 1", "4 3 4 0");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("brokenFiles")
    void aBrokenFileIsOneLineWithNameAndOffset(String what, byte[] content, String complaint) {
        EventData.put(directory.resolve("n-mnist/Train/5/00001.bin"), EventData.recording());
        Path broken = EventData.put(directory.resolve("n-mnist/Train/3/00002.bin"), content);
        for (String command : List.of("train", "datasets verify n-mnist", "simulate " + broken)) {
            CommandLineRun run = nalsm(settings, command.split(" "));
            assertThat(run.exitCode()).as(command).isEqualTo(65);
            assertThat(run.out()).isEmpty();
            assertThat(run.err().lines().filter(line -> line.startsWith("nalsm: ")))
                    .singleElement()
                    .asString()
                    .contains(broken.toString(), complaint);
        }
        assertThat(directory.resolve("n-mnist/samples.parquet")).doesNotExist();
    }

    static Stream<Arguments> brokenFiles() {
        return Stream.of(
                Arguments.of("empty", new byte[0], "byte offset 0"),
                Arguments.of("cut", Arrays.copyOf(EventData.recording(), 5 * 77 + 2), "byte offset 385"),
                Arguments.of("endless", new byte[20_000_005], "byte offset 20000000"));
    }

    /** The treatment that EventFile documents: dropped, and no harm. */
    @Test
    void eventsOutsideTheSensorAreDroppedAndTimeMayGoBackwards() {
        byte[] clean = EventData.recording();
        byte[] outside = Arrays.copyOf(clean, clean.length + 10);
        System.arraycopy(EventData.events(34, 0, 1, 8_000_000, 0, 255, 0, 8_000_001), 0, outside, clean.length, 10);
        byte[] backwards = clean.clone();
        System.arraycopy(clean, 1000, backwards, 2000, 5);
        System.arraycopy(clean, 2000, backwards, 1000, 5);
        assertThat(EventData.parse(outside)).isEqualTo(EventData.parse(clean));
        Path folder = directory.resolve("n-mnist");
        EventData.put(folder.resolve("Train/5/00001.bin"), clean);
        EventData.put(folder.resolve("Train/5/00002.bin"), outside);
        EventData.put(folder.resolve("Train/5/00003.bin"), backwards);
        CommandLineRun verify = nalsm(settings, "datasets", "verify", "n-mnist", "--json");
        assertThat(verify.out())
                .contains(
                        "\"recordings\":3",
                        "\"recordings_with_events_outside_sensor\":1",
                        "\"recordings_with_time_going_backwards\":1");
        CommandLineRun run = nalsm(with("model.name=lsm"), "simulate", folder.toString());
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(query("SELECT count(*), count(DISTINCT counts), min(liquid_spikes) > 0, min(label), max(label) FROM "
                        + counts("u-*")))
                .containsExactly("3 1 true 5 5");
    }

    @Test
    void aDatasetThatIsNotThereOrTooSmallSaysWhatToDo() {
        CommandLineRun none = nalsm(with("data.dataset=n-mnist-sim"), "train");
        assertThat(none.exitCode()).isEqualTo(66);
        assertThat(none.err()).contains("make-events");
        CommandLineRun fetch = nalsm(settings, "datasets", "fetch", "n-mnist");
        assertThat(fetch.exitCode()).isEqualTo(64);
        assertThat(fetch.err().lines()).singleElement().asString().contains("Train.zip", directory.toString());
        EventData.write(directory.resolve("n-mnist"), 3, 2, 2);
        CommandLineRun few = nalsm(with("data.valid-samples=2", "data.test-samples=2"), "train");
        assertThat(few.exitCode()).isEqualTo(65);
        assertThat(few.err()).contains("data.train-samples is 30", "first 3 train samples");
        CommandLineRun list = nalsm(settings, "datasets", "list");
        assertThat(list.out()).containsPattern("n-mnist +7 of 70,000 recordings");
    }

    @Test
    void oneBadFolderDoesNotKeepTheOthersOffTheList() throws IOException {
        EventData.put(directory.resolve("n-mnist/Train.zip"), new byte[] {'P', 'K', 3, 4, 20, 0});
        Files.createDirectories(directory.resolve("n-mnist-sim/Train"));
        CommandLineRun list = nalsm(settings, "datasets", "list");
        assertThat(list.exitCode()).as(list.err()).isZero();
        assertThat(list.out().lines().map(line -> line.split(" +", 2)[0]))
                .containsExactly("dataset", "fashion-mnist", "mnist", "n-mnist", "n-mnist-sim");
        assertThat(list.out())
                .containsPattern("n-mnist +cannot be used +\\S+Train\\.zip: is not a complete zip file")
                .containsPattern("n-mnist-sim +0 of 70,000 recordings");
        CommandLineRun json = nalsm(settings, "datasets", "list", "--json");
        assertThat(json.out()).contains("Train.zip: is not a complete zip file", "\"recordings\":0");
    }

    private List<String> with(String... more) {
        List<String> all = new ArrayList<>(settings);
        all.addAll(List.of(more));
        return all;
    }

    private String counts(String id) {
        return "read_parquet('" + directory.resolve("results/spike_counts/run_id=" + id + "/*/*.parquet")
                + "', hive_partitioning = true)";
    }
}
