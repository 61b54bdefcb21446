package org.nalsm.spark.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nalsm.engine.UserException;
import org.nalsm.engine.dataset.IdxReader;
import org.nalsm.engine.dataset.LabelledImages;
import org.nalsm.engine.liquid.encoding.InputSpikes;
import org.nalsm.spark.config.ConfigLoader;
import org.nalsm.spark.config.ExperimentConfig;

class UserSampleReaderTest {
    private static final int PIXELS = 28 * 28;
    private static final int DURATION_MS = 4_000;

    @TempDir
    private Path directory;

    /** Rates show in the number of spikes. */
    @Test
    void anImageIsShownAsTheTrainingImagesAreWhateverStandsBesideIt() throws IOException {
        byte[] image = firstImage();
        Path one = idx("one", 28, 28, image);
        byte[] pair = Arrays.copyOf(image, 2 * PIXELS);
        pair[PIXELS + 5] = 1;
        Path beside = idx("beside", 28, 28, pair);
        double share = 0.05;
        assertThat(spikes(one, OptionalDouble.of(share))).isEqualTo(spikes(beside, OptionalDouble.of(share)));
        // By its own file it depends on it: the second image has one pixel, and so the largest share there is.
        assertThat(total(one, OptionalDouble.empty())).isGreaterThan(10 * total(beside, OptionalDouble.empty()));
        double expected = 0;
        int sum = 0;
        for (byte pixel : image) {
            sum += pixel & 0xff;
        }
        for (byte pixel : image) {
            expected += DURATION_MS * Math.min(1, (pixel & 0xff) / (double) sum / share);
        }
        assertThat((double) total(one, OptionalDouble.of(share)))
                .isBetween(expected - 5 * Math.sqrt(expected), expected + 5 * Math.sqrt(expected));
    }

    @Test
    void anotherNormalisationIsAnotherName() throws IOException {
        Path one = idx("one", 28, 28, firstImage());
        assertThat(List.of(
                        digest(one, OptionalDouble.empty()),
                        digest(one, OptionalDouble.of(0.05)),
                        digest(one, OptionalDouble.of(0.04))))
                .doesNotHaveDuplicates();
        assertThat(digest(one, OptionalDouble.of(0.04))).isEqualTo(digest(one, OptionalDouble.of(0.04)));
    }

    @Test
    void samplesOfAnotherKindAreOneLine() throws IOException {
        Path flat = idx("flat", 14, 56, new byte[PIXELS]);
        refused(
                "mnist",
                flat,
                flat + ": holds images of 14 x 56 pixels, but the liquid of mnist takes images of " + "28 x 28 pixels");
        Path image = idx("image", 28, 28, new byte[PIXELS]);
        refused(
                "n-mnist",
                image,
                image + ": holds images of 28 x 28 pixels, but the liquid of n-mnist takes event " + "recordings");
        Path event = Files.write(directory.resolve("event.bin"), new byte[] {1, 2, 0, 0, 9});
        refused(
                "fashion-mnist",
                event,
                event + ": holds event recordings, but the liquid of fashion-mnist takes " + "images");
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

    private List<List<Integer>> spikes(Path file, OptionalDouble share) {
        InputSpikes input = read(file, share).source().inputs(1).sample(0);
        int[] positions = new int[PIXELS];
        return IntStream.range(0, DURATION_MS)
                .mapToObj(t -> Arrays.stream(positions, 0, input.spikesAt(t, positions))
                        .map(p -> input.channels()[p])
                        .boxed()
                        .toList())
                .toList();
    }

    private int total(Path file, OptionalDouble share) {
        return spikes(file, share).stream().mapToInt(List::size).sum();
    }

    private String digest(Path file, OptionalDouble share) {
        return read(file, share).digest();
    }

    private UserSamples read(Path file, OptionalDouble share) {
        return new UserSampleReader(config("mnist"), () -> share).read(List.of(file), Optional.empty());
    }

    private static ExperimentConfig config(String dataset) {
        return ConfigLoader.load(List.of(), List.of("data.dataset=" + dataset)).experiment();
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

    private static byte[] firstImage() {
        try {
            LabelledImages images = IdxReader.readImages(Path.of(UserSampleReaderTest.class
                    .getResource("/mnist-excerpt/t10k-images-idx3-ubyte.gz")
                    .toURI()));
            byte[] image = new byte[PIXELS];
            images.copyImage(0, image);
            return image;
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
