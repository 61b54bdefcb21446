package org.nalsm.spark.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.apache.hadoop.conf.Configuration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nalsm.engine.UserException;
import org.nalsm.engine.dataset.EventDataset;
import org.nalsm.engine.dataset.EventFile;
import org.nalsm.engine.dataset.IdxReader;
import org.nalsm.engine.dataset.ImageDataset;
import org.nalsm.engine.dataset.NMnistFile;
import org.nalsm.engine.dataset.NMnistReader;
import org.nalsm.engine.dataset.SaccadeSimulator;
import org.nalsm.engine.dataset.Split;
import org.nalsm.spark.parquet.TableReader;

/** The samples table of an event dataset: made once, whole or not at all, and the same as the recordings. */
class EventDatasetFolderIT {
    private static final Map<Split, Integer> SMALL = Map.of(Split.TRAIN, 25, Split.VALID, 0, Split.TEST, 5);

    @TempDir
    private Path data;

    private ImageDataset images;
    private Path folder;
    private Path table;

    @BeforeEach
    void makeADataset() {
        images = new ImageDataset(
                "mnist",
                IdxReader.read(resource("train-images-idx3-ubyte.gz"), resource("train-labels-idx1-ubyte.gz")),
                IdxReader.read(resource("t10k-images-idx3-ubyte.gz"), resource("t10k-labels-idx1-ubyte.gz")));
        folder = data.resolve("n-mnist-sim");
        table = folder.resolve(EventDatasetFolder.TABLE);
        new EventDatasetMaker(images, SMALL, 3).make(folder, false, done -> {});
    }

    @Test
    void theFirstUseMakesTheTableAndTheNextReadsNothingElse() throws IOException {
        EventDataset first = load(SMALL);
        assertThat(first.sampleIds().count()).isEqualTo(30);
        for (int id : new int[] {0, 24, 60_000, 60_004}) {
            assertThat(first.recording(id))
                    .isEqualTo(EventFile.parse("made", new SaccadeSimulator(3).record(images.image(id), id))
                            .recording());
            assertThat(first.label(id)).isEqualTo(images.label(id));
        }
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("Train.zip", "Test.zip", "samples.parquet");
        assertSame(load(SMALL), first);
        Files.delete(folder.resolve("Train.zip"));
        Files.delete(folder.resolve("Test.zip"));
        assertSame(load(SMALL), first);
        assertThat(folder().count()).isEqualTo(30);
    }

    @Test
    void aRunMayTakeTheFirstOfEachSplit() {
        load(SMALL);
        EventDataset few = load(Map.of(Split.TRAIN, 7, Split.VALID, 0, Split.TEST, 2));
        assertThat(few.sampleIds()).containsExactly(0, 1, 2, 3, 4, 5, 6, 60_000, 60_001);
        assertThatExceptionOfType(UserException.class)
                .isThrownBy(() -> load(Map.of(Split.TRAIN, 26, Split.VALID, 0, Split.TEST, 2)))
                .withMessageContainingAll("data.train-samples is 26", "first 25 train samples", "number 26")
                .matches(e -> e.kind() == UserException.Kind.BAD_DATA);
    }

    @Test
    void changedRecordingsMakeANewTable() {
        EventDataset old = load(SMALL);
        Map<Split, Integer> fewer = Map.of(Split.TRAIN, 20, Split.VALID, 0, Split.TEST, 5);
        new EventDatasetMaker(images, fewer, 4).make(folder, true, done -> {});
        EventDataset renewed = load(fewer);
        assertThat(renewed.available(Split.TRAIN)).isEqualTo(20);
        assertThat(renewed.recording(3)).as("another seed, another noise").isNotEqualTo(old.recording(3));
        assertThat(folder().verify()).isEqualTo(new EventDatasetFolder.Check(25, 0, 0, true));
    }

    @Test
    void theTableOutlivesOneHalfOfItsRecordings() throws IOException {
        EventDataset all = load(SMALL);
        byte[] before = Files.readAllBytes(table);
        Files.delete(folder.resolve("Train.zip"));
        assertSame(load(SMALL), all);
        assertThat(folder().count()).isEqualTo(30);
        assertThat(folder().verify()).isEqualTo(new EventDatasetFolder.Check(30, 0, 0, true));
        assertThat(Files.readAllBytes(table)).isEqualTo(before);
    }

    @Test
    void emptyDirectoriesLeaveTheTableAlone() throws IOException {
        EventDataset all = load(SMALL);
        for (String half : new String[] {"Train", "Test"}) {
            Files.delete(folder.resolve(half + ".zip"));
            Files.createDirectories(folder.resolve(half));
        }
        assertSame(load(SMALL), all);
        assertThat(folder().count()).isEqualTo(30);
    }

    @Test
    void recordingsThatLackSamplesDoNotReplaceTheTable() throws IOException {
        EventDataset all = load(SMALL);
        byte[] before = Files.readAllBytes(table);
        Files.delete(folder.resolve("Train.zip"));
        Path other = folder.resolve("Train/5/00001.bin");
        Files.createDirectories(other.getParent());
        Files.write(other, new SaccadeSimulator(4).record(images.image(0), 0));
        Map<Split, Integer> one = Map.of(Split.TRAIN, 1, Split.VALID, 0, Split.TEST, 5);
        for (ThrowingCallable use : List.<ThrowingCallable>of(
                () -> load(one), () -> folder().count(), () -> folder().verify(), () -> folder().contentHash())) {
            assertThatExceptionOfType(UserException.class)
                    .isThrownBy(use)
                    .withMessageContainingAll(table.toString(), "24 samples", "sample 1;", "delete the table")
                    .matches(e -> e.kind() == UserException.Kind.BAD_DATA);
        }
        assertThat(Files.readAllBytes(table)).isEqualTo(before);

        Files.delete(other);
        assertSame(load(SMALL), all);
        Files.write(other, new SaccadeSimulator(4).record(images.image(0), 0));
        Files.delete(table);
        assertThat(load(one).available(Split.TRAIN)).as("as the message says").isEqualTo(1);
    }

    @Test
    void makingADatasetDoesNotReplaceATableUnasked() throws IOException {
        EventDataset all = load(SMALL);
        Files.delete(folder.resolve("Train.zip"));
        Files.delete(folder.resolve("Test.zip"));
        EventDatasetMaker maker =
                new EventDatasetMaker(images, Map.of(Split.TRAIN, 2, Split.VALID, 0, Split.TEST, 1), 3);
        assertThatExceptionOfType(UserException.class)
                .isThrownBy(() -> maker.make(folder, false, done -> {}))
                .withMessageContainingAll(table.toString(), "--overwrite")
                .matches(e -> e.kind() == UserException.Kind.CANNOT_WRITE);
        assertThat(folder.toFile().list()).containsExactly("samples.parquet");
        assertSame(load(SMALL), all);
        maker.make(folder, true, done -> {});
        assertThat(folder().count()).isEqualTo(3);
        assertThat(load(Map.of(Split.TRAIN, 2, Split.VALID, 0, Split.TEST, 1))
                        .sampleIds()
                        .count())
                .isEqualTo(3);
    }

    @Test
    void aDamagedTableIsNamed() throws IOException {
        load(SMALL);
        byte[] content = Files.readAllBytes(table);
        content[content.length / 2] ^= 0x55;
        Files.write(table, content);
        assertThatExceptionOfType(UserException.class)
                .isThrownBy(() -> load(SMALL))
                .withMessageContainingAll("samples.parquet", "delete the file")
                .matches(e -> e.kind() == UserException.Kind.BAD_DATA);
        Files.write(table, new byte[] {1, 2, 3});
        assertThatExceptionOfType(UserException.class)
                .isThrownBy(() -> load(SMALL))
                .withMessageContaining("samples.parquet");
        Files.delete(table);
        assertThat(load(SMALL).available(Split.TRAIN)).isEqualTo(25);
    }

    @Test
    void theContentHashNamesTheSamplesWhateverFormTheyHave() throws IOException {
        EventDataset all = load(SMALL);
        String hash = folder().contentHash();
        assertThat(hash).isEqualTo(all.contentHash()).hasSize(12);
        unpack();
        assertThat(folder().contentHash()).as("unpacked").isEqualTo(hash);
        load(SMALL);
        Path touched = folder.resolve(NMnistFile.of(0, images.label(0)).name());
        Files.setLastModifiedTime(touched, FileTime.fromMillis(0));
        assertThat(folder().contentHash()).as("another file time").isEqualTo(hash);

        byte[] content = Files.readAllBytes(touched);
        content[0] = (byte) (content[0] == 20 ? 21 : 20);
        Files.write(touched, content);
        String changed = folder().contentHash();
        assertThat(changed)
                .as("another column of one event")
                .isNotEqualTo(hash)
                .isEqualTo(load(SMALL).contentHash());
        for (NMnistFile file : files()) {
            Files.delete(folder.resolve(file.name()));
        }
        assertThat(folder().contentHash()).as("only the table is left").isEqualTo(changed);
    }

    @Test
    void theRowsAreTheRecordingsEventByEvent() {
        EventDataset all = load(SMALL);
        Configuration configuration = new Configuration();
        List<EventSampleTable.Row> rows = TableReader.readAll(
                EventSampleTable.TABLE, new org.apache.hadoop.fs.Path(table.toUri()), configuration);
        assertThat(rows)
                .extracting(EventSampleTable.Row::sampleId)
                .containsExactlyElementsOf(all.sampleIds().boxed().toList());
        for (EventSampleTable.Row row : rows) {
            int[] packed = all.recording(row.sampleId()).packed();
            assertThat(row.split()).isEqualTo(row.sampleId() < 60_000 ? "train" : "test");
            assertThat(row.label()).isEqualTo(all.label(row.sampleId()));
            assertThat(row.events()).isEqualTo(packed.length).isPositive();
            assertThat(List.of(row.tMs().length, row.x().length, row.y().length, row.polarity().length))
                    .containsOnly(packed.length);
            for (int k = 0; k < packed.length; k++) {
                // 34 x 34 pixels, two polarities.
                int event = ((row.tMs()[k] * 2 + row.polarity()[k]) * 34 + row.y()[k]) * 34 + row.x()[k];
                assertThat(event).isEqualTo(packed[k]);
            }
        }
        assertThat(EventSampleTable.TABLE.columnNames())
                .containsExactly("sample_id", "split", "label", "events", "t_ms", "x", "y", "polarity");
        assertThat(EventSampleTable.TABLE.partitionColumns()).isEmpty();
    }

    @Test
    void aTableOfAnEarlierVersionGetsItsContentHash() throws IOException {
        EventDataset all = load(SMALL);
        Files.delete(folder.resolve("Train.zip"));
        Files.delete(folder.resolve("Test.zip"));
        // The key under another name of the same length is what such a table looks like: it lacks the key.
        byte[] content = Files.readAllBytes(table);
        byte[] key = "nalsm.content".getBytes(StandardCharsets.US_ASCII);
        int at = new String(content, StandardCharsets.ISO_8859_1).indexOf("nalsm.content");
        System.arraycopy("other.content".getBytes(StandardCharsets.US_ASCII), 0, content, at, key.length);
        Files.write(table, content);
        EventSampleTable rows = new EventSampleTable(table, new Configuration());
        assertThat(rows.contentHash()).isEmpty();
        assertThat(folder().contentHash()).isEqualTo(all.contentHash());
        assertThat(rows.contentHash()).as("noted for the next time").contains(all.contentHash());
        assertSame(load(SMALL), all);
    }

    @Test
    void aBrokenRecordingLeavesNoTable() throws IOException {
        Files.delete(folder.resolve("Train.zip"));
        Path broken = folder.resolve("Train/3/00001.bin");
        Files.createDirectories(broken.getParent());
        Files.write(broken, new byte[12]);
        assertThatExceptionOfType(UserException.class)
                .isThrownBy(() -> load(SMALL))
                .withMessageContainingAll(broken.toString(), "byte offset 10");
        assertThat(table).doesNotExist();
    }

    /** In the place of the zip files, as many files. */
    private void unpack() throws IOException {
        for (String half : new String[] {"Train", "Test"}) {
            try (ZipFile zip = new ZipFile(folder.resolve(half + ".zip").toFile())) {
                for (ZipEntry entry : Collections.list(zip.entries())) {
                    Path file = folder.resolve(entry.getName());
                    Files.createDirectories(file.getParent());
                    Files.copy(zip.getInputStream(entry), file);
                }
            }
            Files.delete(folder.resolve(half + ".zip"));
        }
    }

    private List<NMnistFile> files() {
        try (NMnistReader reader = new NMnistReader(folder)) {
            return reader.files();
        }
    }

    private EventDataset load(Map<Split, Integer> samples) {
        return folder().load(samples);
    }

    private EventDatasetFolder folder() {
        return new EventDatasetFolder(data, "n-mnist-sim");
    }

    private static void assertSame(EventDataset actual, EventDataset expected) {
        assertThat(actual.sampleIds())
                .containsExactlyElementsOf(expected.sampleIds().boxed().toList());
        assertThat(actual.sampleIds()).allSatisfy(id -> {
            assertThat(actual.recording(id)).isEqualTo(expected.recording(id));
            assertThat(actual.label(id)).isEqualTo(expected.label(id));
        });
    }

    private static Path resource(String name) {
        try {
            return Path.of(EventDatasetFolderIT.class
                    .getResource("/mnist-excerpt/" + name)
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
