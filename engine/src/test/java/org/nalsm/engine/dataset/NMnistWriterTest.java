package org.nalsm.engine.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nalsm.engine.UserException;

class NMnistWriterTest {
    private static final NMnistFile FIRST = NMnistFile.of(0, 5);
    private static final NMnistFile LAST = NMnistFile.of(69_999, 6);
    private static final byte[] CONTENT = EventFileTest.events(1, 2, 1, 3000);

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void writesWhatTheReaderReads(boolean zipped) {
        Path dataset = directory.resolve("new/dataset");
        write(dataset, zipped);
        try (NMnistReader reader = new NMnistReader(dataset)) {
            assertThat(reader.files()).containsExactly(
                    new NMnistFile(0, 5, "Train/5/00001.bin"), new NMnistFile(69_999, 6, "Test/6/10000.bin"));
            assertThat(reader.read(FIRST).recording())
                    .isEqualTo(EventFile.parse("real", NMnistExcerpt.recording()).recording());
            assertThat(reader.read(LAST)).isEqualTo(EventFile.parse("one", CONTENT));
        }
        assertThat(dataset).isDirectoryContaining(zipped ? "glob:**/Train.zip" : "glob:**/Train");
        assertThat(dataset).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void writesTheSameBytesEveryTime() throws Exception {
        write(directory.resolve("a"), true);
        // A zip file tells times in steps of two seconds; one that held the present would differ from here on.
        Thread.sleep(2100);
        write(directory.resolve("b"), true);
        assertThat(Files.mismatch(directory.resolve("a/Train.zip"), directory.resolve("b/Train.zip"))).isEqualTo(-1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void leavesNothingOfAnUnfinishedDataset(boolean zipped) {
        try (NMnistWriter writer = new NMnistWriter(directory, zipped)) {
            writer.write(FIRST, CONTENT);
            assertThatExceptionOfType(UserException.class).isThrownBy(() -> new NMnistReader(directory));
        }
        assertThat(directory).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Train", "Test.zip"})
    void refusesToOverwrite(String name) throws IOException {
        Files.createDirectory(directory.resolve(name));
        assertThatExceptionOfType(UserException.class).isThrownBy(() -> new NMnistWriter(directory, true))
                .withMessageContaining(directory.resolve(name).toString())
                .matches(e -> e.kind() == UserException.Kind.CANNOT_WRITE);
    }

    private static void write(Path dataset, boolean zipped) {
        try (NMnistWriter writer = new NMnistWriter(dataset, zipped)) {
            writer.write(FIRST, NMnistExcerpt.recording());
            writer.write(LAST, CONTENT);
            writer.finish();
        }
    }
}
