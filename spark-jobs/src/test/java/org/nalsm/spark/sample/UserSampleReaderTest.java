package org.nalsm.spark.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nalsm.engine.UserException;
import org.nalsm.spark.config.DataConfig;

class UserSampleReaderTest {
    private static final int PIXELS = 28 * 28;

    @TempDir
    private Path directory;

    @Test
    void samplesOfAnotherKindAreOneLine() throws IOException {
        Path flat = idx("flat", 14, 56, new byte[PIXELS]);
        refused(
                "mnist",
                flat,
                flat + ": holds images of 14 x 56 pixels, but the samples of mnist are images of " + "28 x 28 pixels");
        Path image = idx("image", 28, 28, new byte[PIXELS]);
        refused(
                "n-mnist",
                image,
                image + ": holds images of 28 x 28 pixels, but the samples of n-mnist are event " + "recordings");
        Path event = Files.write(directory.resolve("event.bin"), new byte[] {1, 2, 0, 0, 9});
        refused(
                "fashion-mnist",
                event,
                event + ": holds event recordings, but the samples of fashion-mnist are " + "images");
    }

    @Test
    void theLabelIsTheDirectoryHoweverItIsNamed() throws IOException {
        Path five = Files.createDirectories(directory.resolve("5"));
        Files.write(five.resolve("event.bin"), new byte[] {1, 2, 0, 0, 9});
        for (Path path : List.of(five, five.resolve("."), five.resolve("../5/event.bin"))) {
            assertThat(new UserSampleReader(config("n-mnist"))
                            .read(List.of(path), Optional.empty())
                            .labels())
                    .as("%s", path)
                    .containsExactly(5);
        }
    }

    private void refused(String dataset, Path path, String message) {
        assertThatThrownBy(() -> new UserSampleReader(config(dataset)).read(List.of(path), Optional.empty()))
                .isInstanceOfSatisfying(
                        UserException.class, e -> assertThat(e.kind()).isEqualTo(UserException.Kind.BAD_DATA))
                .hasMessageContaining(message);
    }

    private static DataConfig config(String dataset) {
        return new DataConfig(dataset, "", 1, 1, 1);
    }

    private Path idx(String name, int rows, int columns, byte[] pixels) throws IOException {
        ByteBuffer file = ByteBuffer.allocate(16 + pixels.length)
                .putInt(0x803)
                .putInt(pixels.length / PIXELS)
                .putInt(rows)
                .putInt(columns)
                .put(pixels);
        return Files.write(directory.resolve(name), file.array());
    }
}
