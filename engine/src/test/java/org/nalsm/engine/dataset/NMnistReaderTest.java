package org.nalsm.engine.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nalsm.engine.UserException;

class NMnistReaderTest {
    @TempDir
    private Path directory;

    @Test
    void numbersTheSamplesOfADirectoryByFileNumber() throws IOException {
        put("Train/5/00001.bin", event(1));
        put("Train/0/00002.bin", event(2));
        put("Train/9/60000.bin", event(3));
        put("Test/7/00001.bin", event(4));
        put("Test/0/10000.bin", event(5));
        put("Test/0/Thumbs.db", event(6));
        put("Test/0/1.bin", event(6));
        put("Train/README.txt", event(6));
        try (NMnistReader reader = new NMnistReader(directory)) {
            assertThat(reader.files())
                    .containsExactly(
                            new NMnistFile(0, 5, "Train/5/00001.bin"),
                            new NMnistFile(1, 0, "Train/0/00002.bin"),
                            new NMnistFile(59_999, 9, "Train/9/60000.bin"),
                            new NMnistFile(60_000, 7, "Test/7/00001.bin"),
                            new NMnistFile(69_999, 0, "Test/0/10000.bin"));
            assertThat(reader.files().stream().map(file -> reader.read(file).recording()))
                    .containsExactly(recording(1), recording(2), recording(3), recording(4), recording(5));
        }
    }

    @Test
    void readsZipFilesAndDirectoriesSideBySide() throws IOException {
        zip(
                "Train.zip",
                Map.of(
                        "Train/",
                        new byte[0],
                        "Train/3/00001.bin",
                        event(1),
                        "Train/4/00002.bin",
                        event(2),
                        "__MACOSX/Train/3/._00001.bin",
                        event(9)));
        put("Test/8/00001.bin", event(3));
        try (NMnistReader reader = new NMnistReader(directory)) {
            assertThat(reader.files()).extracting(NMnistFile::sampleId).containsExactly(0, 1, 60_000);
            assertThat(reader.files()).extracting(NMnistFile::label).containsExactly(3, 4, 8);
            assertThat(reader.files().stream().map(file -> reader.read(file).recording()))
                    .containsExactly(recording(1), recording(2), recording(3));
        }
    }

    @Test
    void namesABrokenFileInADirectoryAndInAZipFile() throws IOException {
        put("Train/3/00001.bin", new byte[7]);
        zip("Test.zip", Map.of("Test/4/00002.bin", new byte[12]));
        try (NMnistReader reader = new NMnistReader(directory)) {
            assertThatExceptionOfType(UserException.class)
                    .isThrownBy(() -> reader.read(reader.files().get(0)))
                    .withMessageContainingAll(
                            directory.resolve("Train/3/00001.bin").toString(), "byte offset 5");
            assertThatExceptionOfType(UserException.class)
                    .isThrownBy(() -> reader.read(reader.files().get(1)))
                    .withMessageContainingAll(
                            directory.resolve("Test.zip").toString(), "Test/4/00002.bin", "byte offset 10");
        }
    }

    @Test
    void anEmptyHalfIsAsGoodAsAbsent() throws IOException {
        for (Path dataset : List.of(directory.resolve("missing"), directory)) {
            try (NMnistReader reader = new NMnistReader(dataset)) {
                assertThat(reader.files()).isEmpty();
                assertThat(EventDataset.read("n-mnist", reader).sampleIds()).isEmpty();
            }
        }
        Files.createDirectories(directory.resolve("Train/5"));
        put("Test/7/00001.bin", event(4));
        try (NMnistReader reader = new NMnistReader(directory)) {
            assertThat(reader.files()).extracting(NMnistFile::sampleId).containsExactly(60_000);
        }
    }

    @Test
    void theZipFileIsReadUntilTheDirectoryHoldsAsMuch() throws IOException {
        zip("Train.zip", Map.of("Train/3/00001.bin", event(1), "Train/4/00002.bin", event(2)));
        Files.createDirectories(directory.resolve("Train"));
        assertThat(recordings()).as("nothing unpacked").containsExactly(recording(1), recording(2));
        put("Train/3/00001.bin", event(11));
        assertThat(recordings()).as("half unpacked").containsExactly(recording(1), recording(2));
        put("Train/4/00002.bin", event(12));
        assertThat(recordings()).as("unpacked").containsExactly(recording(11), recording(12));
    }

    /** Names are compared with those of the layout, and nothing is unpacked. */
    @Test
    void whatElseAZipFileHoldsIsNotTouched() throws IOException {
        Map<String, byte[]> entries = new HashMap<>(Map.of("Train/3/00001.bin", event(1)));
        for (String name : List.of(
                "Train/../../3/00002.bin",
                "Train/3/../../../00002.bin",
                "Train/%2e%2e/00002.bin",
                "Train/3/00002.bin/",
                "Train/3/./00002.bin",
                "/Train/3/00002.bin",
                "../00002.bin")) {
            entries.put(name, event(2));
        }
        Path parent = Files.createDirectory(directory.resolve("deep"));
        zip("deep/Train.zip", entries);
        try (NMnistReader reader = new NMnistReader(parent)) {
            assertThat(reader.files()).extracting(NMnistFile::name).containsExactly("Train/3/00001.bin");
            assertThat(EventDataset.read("n-mnist", reader).sampleIds()).containsExactly(0);
        }
        try (Stream<Path> all = Files.walk(directory)) {
            assertThat(all).containsExactlyInAnyOrder(directory, parent, parent.resolve("Train.zip"));
        }
    }

    /** A hundred megabytes of zeros in a zip file of a hundred kilobytes: read as far as a recording can be long. */
    @Test
    void refusesAnEndlessFileInAZipFile() throws IOException {
        zip("Train.zip", Map.of("Train/3/00001.bin", new byte[100_000_000]));
        try (NMnistReader reader = new NMnistReader(directory)) {
            assertThatExceptionOfType(UserException.class)
                    .isThrownBy(() -> reader.read(reader.files().get(0)))
                    .withMessageContainingAll("Train.zip: Train/3/00001.bin")
                    .matches(e -> e.kind() == UserException.Kind.BAD_DATA
                            && !e.getMessage().contains("\n"));
        }
    }

    @Test
    void refusesAZipFileOfSomethingElse() throws IOException {
        zip("Test.zip", Map.of("3/00001.bin", event(1)));
        refuses(UserException.Kind.BAD_DATA, directory.resolve("Test.zip").toString(), "Test/<label>/NNNNN.bin");
    }

    @Test
    void refusesAnImpossibleFileNumber() throws IOException {
        put("Test/3/10001.bin", event(1));
        refuses(UserException.Kind.BAD_DATA, "Test/3/10001.bin", "1..10000");
    }

    @Test
    void refusesTheSameSampleUnderTwoLabels() throws IOException {
        put("Train/3/00004.bin", event(1));
        put("Train/8/00004.bin", event(1));
        refuses(UserException.Kind.BAD_DATA, "Train/3/00004.bin", "Train/8/00004.bin");
    }

    @Test
    void refusesATruncatedZipFile() throws IOException {
        zip("Train.zip", Map.of("Train/3/00001.bin", NMnistExcerpt.recording()));
        byte[] whole = Files.readAllBytes(directory.resolve("Train.zip"));
        Files.write(directory.resolve("Train.zip"), Arrays.copyOf(whole, whole.length / 2));
        refuses(UserException.Kind.BAD_DATA, directory.resolve("Train.zip").toString());
    }

    @Test
    void refusesAZipFileWithDamagedContent() throws IOException {
        zip("Train.zip", Map.of("Train/3/00001.bin", NMnistExcerpt.recording()));
        byte[] content = Files.readAllBytes(directory.resolve("Train.zip"));
        Arrays.fill(content, 100, 200, (byte) 0xff);
        Files.write(directory.resolve("Train.zip"), content);
        try (NMnistReader reader = new NMnistReader(directory)) {
            assertThatExceptionOfType(UserException.class)
                    .isThrownBy(() -> reader.read(reader.files().get(0)))
                    .withMessageContainingAll("Train.zip", "Train/3/00001.bin")
                    .matches(e -> e.kind() == UserException.Kind.BAD_DATA);
        }
    }

    /** Nothing but the checksum tells: the file is stored as it is, and java.util.zip.ZipFile does not compare. */
    @Test
    void refusesOneFlippedByteInAZipFile() throws IOException {
        byte[] recording = NMnistExcerpt.recording();
        Path zip = directory.resolve("Test.zip");
        store(zip, "Test/4/00001.bin", recording);
        assertThat(recordings())
                .containsExactly(EventFile.parse("whole", recording).recording());

        byte[] content = Files.readAllBytes(zip);
        int middle = content.length / 2;
        content[middle] ^= 1;
        Files.write(zip, content);
        try (ZipFile unchecked = new ZipFile(zip.toFile());
                InputStream stream = unchecked.getInputStream(unchecked.getEntry("Test/4/00001.bin"))) {
            assertThat(stream.readAllBytes()).hasSameSizeAs(recording).isNotEqualTo(recording);
        }
        assertThatExceptionOfType(UserException.class)
                .isThrownBy(this::recordings)
                .withMessageContainingAll(zip.toString(), "Test/4/00001.bin", "checksum")
                .matches(e -> e.kind() == UserException.Kind.BAD_DATA);
    }

    @Test
    void readsAWholeDataset() throws IOException {
        put("Train/5/00001.bin", event(1));
        put("Train/0/00002.bin", event(2));
        put("Test/7/00001.bin", event(4));
        try (NMnistReader reader = new NMnistReader(directory)) {
            EventDataset dataset = EventDataset.read("n-mnist", reader);
            assertThat(dataset.available(Split.TRAIN)).isEqualTo(2);
            assertThat(dataset.available(Split.VALID)).isZero();
            assertThat(dataset.available(Split.TEST)).isEqualTo(1);
            assertThat(dataset.label(1)).isZero();
            assertThat(dataset.label(60_000)).isEqualTo(7);
            assertThat(dataset.recording(1)).isEqualTo(recording(2));
            assertThat(dataset.recording(60_000)).isEqualTo(recording(4));
            assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> dataset.label(2));
            assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> dataset.recording(60_001));
        }
    }

    @Test
    void aDatasetMayHaveTheFirstFilesOfEachSplit() throws IOException {
        put("Train/5/00001.bin", event(1));
        put("Train/0/00003.bin", event(2));
        put("Train/4/50001.bin", event(3));
        put("Train/4/50002.bin", event(4));
        try (NMnistReader reader = new NMnistReader(directory)) {
            EventDataset dataset = EventDataset.read("n-mnist", reader);
            assertThat(dataset.available(Split.TRAIN)).as("before the gap").isEqualTo(1);
            assertThat(dataset.available(Split.VALID)).isEqualTo(2);
            assertThat(dataset.available(Split.TEST)).isZero();
            assertThat(dataset.sampleIds()).containsExactly(0, 2, 50_000, 50_001);
            assertThat(dataset.recording(50_001)).isEqualTo(recording(4));
            assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> dataset.recording(1));
        }
    }

    @Test
    void theFingerprintChangesWithAnyFile() throws IOException {
        put("Train/5/00001.bin", event(1));
        put("Train/0/00002.bin", event(2));
        zip("Test.zip", Map.of("Test/4/00002.bin", event(3)));
        String first = fingerprint();
        assertThat(unchangedSince(first)).isTrue();
        Path changed = directory.resolve("Train/0/00002.bin");
        Files.setLastModifiedTime(
                changed, FileTime.fromMillis(Files.getLastModifiedTime(changed).toMillis() + 5000));
        assertThat(unchangedSince(first)).as("another time").isFalse();
        String second = fingerprint();
        put("Train/0/00003.bin", event(2));
        assertThat(unchangedSince(second)).as("one more file").isFalse();
        String third = fingerprint();
        zip("Test.zip", Map.of("Test/4/00002.bin", event(3), "Test/4/00003.bin", event(3)));
        assertThat(unchangedSince(third)).as("another zip file").isFalse();
        assertThat(unchangedSince(fingerprint())).isTrue();
        assertThat(unchangedSince("")).isFalse();
    }

    @Test
    void anAbsentHalfIsUnchanged() throws IOException {
        put("Train/5/00001.bin", event(1));
        String train = fingerprint();
        zip("Test.zip", Map.of("Test/4/00002.bin", event(3)));
        assertThat(unchangedSince(train)).as("a half that was not there").isFalse();
        String both = fingerprint();
        Files.delete(directory.resolve("Train/5/00001.bin"));
        assertThat(unchangedSince(both)).as("only the test half is left").isTrue();
        Files.delete(directory.resolve("Test.zip"));
        assertThat(unchangedSince(both)).as("nothing is left").isTrue();
    }

    private String fingerprint() {
        try (NMnistReader reader = new NMnistReader(directory)) {
            return reader.fingerprint();
        }
    }

    private boolean unchangedSince(String fingerprint) {
        try (NMnistReader reader = new NMnistReader(directory)) {
            return reader.unchangedSince(fingerprint);
        }
    }

    private List<EventRecording> recordings() {
        try (NMnistReader reader = new NMnistReader(directory)) {
            return reader.files().stream()
                    .map(file -> reader.read(file).recording())
                    .toList();
        }
    }

    private void refuses(UserException.Kind kind, String... parts) {
        assertThatExceptionOfType(UserException.class)
                .isThrownBy(() -> new NMnistReader(directory))
                .withMessageContainingAll(parts)
                .matches(e -> e.kind() == kind);
    }

    /** A file of one event, at so many milliseconds in channel 0. */
    private static byte[] event(int milliseconds) {
        return EventFileTest.events(0, 0, 0, milliseconds * 1000);
    }

    private static EventRecording recording(int milliseconds) {
        return EventRecording.of(milliseconds * 2312);
    }

    private void put(String name, byte[] content) throws IOException {
        Path path = directory.resolve(name);
        Files.createDirectories(path.getParent());
        Files.write(path, content);
    }

    private void zip(String name, Map<String, byte[]> entries) throws IOException {
        try (OutputStream file = Files.newOutputStream(directory.resolve(name));
                ZipOutputStream zip = new ZipOutputStream(file)) {
            for (Map.Entry<String, byte[]> entry : new TreeMap<>(entries).entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
                zip.closeEntry();
            }
        }
    }

    private static void store(Path file, String name, byte[] content) throws IOException {
        CRC32 checksum = new CRC32();
        checksum.update(content);
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(checksum.getValue());
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(entry);
            zip.write(content);
            zip.closeEntry();
        }
    }
}
