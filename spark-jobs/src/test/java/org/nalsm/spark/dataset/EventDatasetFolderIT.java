package org.nalsm.spark.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nalsm.engine.UserException;
import org.nalsm.engine.dataset.EventDataset;
import org.nalsm.engine.dataset.EventFile;
import org.nalsm.engine.dataset.IdxReader;
import org.nalsm.engine.dataset.ImageDataset;
import org.nalsm.engine.dataset.SaccadeSimulator;
import org.nalsm.engine.dataset.Split;

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
        images = new ImageDataset("mnist",
                IdxReader.read(resource("train-images-idx3-ubyte.gz"), resource("train-labels-idx1-ubyte.gz")),
                IdxReader.read(resource("t10k-images-idx3-ubyte.gz"), resource("t10k-labels-idx1-ubyte.gz")));
        folder = data.resolve("n-mnist-sim");
        table = folder.resolve(EventDatasetFolder.TABLE);
        new EventDatasetMaker(images, SMALL, 3).make(folder, false, done -> { });
    }

    @Test
    void theFirstUseMakesTheTableAndTheNextReadsNothingElse() throws IOException {
        EventDataset first = load(SMALL);
        assertThat(first.sampleIds().count()).isEqualTo(30);
        for (int id : new int[] {0, 24, 60_000, 60_004}) {
            assertThat(first.recording(id)).isEqualTo(EventFile.parse("made",
                    new SaccadeSimulator(3).record(images.image(id), id)).recording());
            assertThat(first.label(id)).isEqualTo(images.label(id));
        }
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("Train.zip", "Test.zip", "samples.parquet");
        assertSame(load(SMALL), first);
        Files.delete(folder.resolve("Train.zip"));
        Files.delete(folder.resolve("Test.zip"));
        assertSame(load(SMALL), first);
        assertThat(new EventDatasetFolder(data, "n-mnist-sim").count()).isEqualTo(30);
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
        new EventDatasetMaker(images, fewer, 4).make(folder, true, done -> { });
        EventDataset renewed = load(fewer);
        assertThat(renewed.available(Split.TRAIN)).isEqualTo(20);
        assertThat(renewed.recording(3)).as("another seed, another noise").isNotEqualTo(old.recording(3));
        assertThat(new EventDatasetFolder(data, "n-mnist-sim").verify())
                .isEqualTo(new EventDatasetFolder.Check(25, 0, 0, true));
    }

    @Test
    void aDamagedTableIsNamed() throws IOException {
        load(SMALL);
        byte[] content = Files.readAllBytes(table);
        content[content.length / 2] ^= 0x55;
        Files.write(table, content);
        assertThatExceptionOfType(UserException.class).isThrownBy(() -> load(SMALL))
                .withMessageContainingAll("samples.parquet", "delete the file")
                .matches(e -> e.kind() == UserException.Kind.BAD_DATA);
        Files.write(table, new byte[] {1, 2, 3});
        assertThatExceptionOfType(UserException.class).isThrownBy(() -> load(SMALL))
                .withMessageContaining("samples.parquet");
        Files.delete(table);
        assertThat(load(SMALL).available(Split.TRAIN)).isEqualTo(25);
    }

    @Test
    void aBrokenRecordingLeavesNoTable() throws IOException {
        Files.delete(folder.resolve("Train.zip"));
        Path broken = folder.resolve("Train/3/00001.bin");
        Files.createDirectories(broken.getParent());
        Files.write(broken, new byte[12]);
        assertThatExceptionOfType(UserException.class).isThrownBy(() -> load(SMALL))
                .withMessageContainingAll(broken.toString(), "byte offset 10");
        assertThat(table).doesNotExist();
    }

    private EventDataset load(Map<Split, Integer> samples) {
        return new EventDatasetFolder(data, "n-mnist-sim").load(samples);
    }

    private static void assertSame(EventDataset actual, EventDataset expected) {
        assertThat(actual.sampleIds()).containsExactlyElementsOf(expected.sampleIds().boxed().toList());
        assertThat(actual.sampleIds()).allSatisfy(id -> {
            assertThat(actual.recording(id)).isEqualTo(expected.recording(id));
            assertThat(actual.label(id)).isEqualTo(expected.label(id));
        });
    }

    private static Path resource(String name) {
        try {
            return Path.of(EventDatasetFolderIT.class.getResource("/mnist-excerpt/" + name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
