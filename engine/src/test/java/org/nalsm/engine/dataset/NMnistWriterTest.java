package org.nalsm.engine.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nalsm.engine.UserException;

class NMnistWriterTest {
    private static final NMnistFile FIRST = NMnistFile.of(0, 5);
    private static final NMnistFile LAST = NMnistFile.of(69_999, 6);
    private static final byte[] CONTENT = EventFileTest.events(1, 2, 1, 3000);

    @TempDir
    private Path directory;

    @Test
    void writesWhatTheReaderReads() {
        Path dataset = directory.resolve("new/dataset");
        write(dataset, false);
        try (NMnistReader reader = new NMnistReader(dataset)) {
            assertThat(reader.files())
                    .containsExactly(
                            new NMnistFile(0, 5, "Train/5/00001.bin"), new NMnistFile(69_999, 6, "Test/6/10000.bin"));
            assertThat(reader.read(FIRST).recording())
                    .isEqualTo(
                            EventFile.parse("real", NMnistExcerpt.recording()).recording());
            assertThat(reader.read(LAST)).isEqualTo(EventFile.parse("one", CONTENT));
        }
        assertThat(dataset).isDirectoryContaining("glob:**/Train.zip");
        assertThat(dataset).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void writesTheSameBytesEveryTime() throws IOException {
        write(directory.resolve("a"), false);
        write(directory.resolve("b"), false);
        for (String half : List.of("Train.zip", "Test.zip")) {
            assertThat(Files.mismatch(
                            directory.resolve("a").resolve(half),
                            directory.resolve("b").resolve(half)))
                    .isEqualTo(-1);
            // A zip file tells times in steps of two seconds: equal bytes now need not be equal bytes tomorrow.
            try (ZipFile zip = new ZipFile(directory.resolve("a").resolve(half).toFile())) {
                assertThat(zip.stream())
                        .isNotEmpty()
                        .allMatch(entry -> entry.getTimeLocal().getYear() == 1980);
            }
        }
    }

    @Test
    void leavesNothingOfAnUnfinishedDataset() {
        try (NMnistWriter writer = new NMnistWriter(directory, false)) {
            writer.write(FIRST, CONTENT);
            try (NMnistReader reader = new NMnistReader(directory)) {
                assertThat(reader.files()).isEmpty();
            }
        }
        assertThat(directory).isEmptyDirectory();
    }

    @ParameterizedTest
    @CsvSource({"Train, false", "Test, true", "Test.zip, false"})
    void refusesToOverwrite(String name, boolean replace) throws IOException {
        Files.createDirectory(directory.resolve(name));
        assertThatExceptionOfType(UserException.class)
                .isThrownBy(() -> new NMnistWriter(directory, replace))
                .withMessageContaining(directory.resolve(name).toString())
                .matches(e -> e.kind() == UserException.Kind.CANNOT_WRITE);
    }

    @Test
    void replacesWhenAskedAndNotBeforeTheNewOneIsWhole() throws IOException {
        Path old = Files.writeString(directory.resolve("Train.zip"), "old");
        try (NMnistWriter writer = new NMnistWriter(directory, true)) {
            writer.write(FIRST, CONTENT);
        }
        assertThat(old).hasContent("old");
        write(directory, true);
        try (NMnistReader reader = new NMnistReader(directory)) {
            assertThat(reader.files()).contains(FIRST);
        }
    }

    private static void write(Path dataset, boolean replace) {
        try (NMnistWriter writer = new NMnistWriter(dataset, replace)) {
            writer.write(FIRST, NMnistExcerpt.recording());
            writer.write(LAST, CONTENT);
            writer.finish();
        }
    }
}
