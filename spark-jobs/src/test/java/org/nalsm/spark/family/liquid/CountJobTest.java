package org.nalsm.spark.family.liquid;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.nalsm.engine.dataset.IdxReader;
import org.nalsm.engine.dataset.LabelledImages;
import org.nalsm.engine.liquid.encoding.InputSpikes;
import org.nalsm.spark.config.DataConfig;
import org.nalsm.spark.run.TestExperiments;
import org.nalsm.spark.sample.UserSampleReader;
import org.nalsm.spark.sample.UserSamples;

/** How a user's images are shown. */
class CountJobTest {
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

    private List<List<Integer>> spikes(Path file, OptionalDouble share) {
        InputSpikes input = new SpikeEncoding(1, DURATION_MS, 20, false, Double.NaN)
                .inputs(CountJob.shown(read(file).source(), share))
                .sample(0);
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
        return new CountJob(TestExperiments.experiment(directory), read(file), share, TestExperiments.store(directory))
                .id();
    }

    private UserSamples read(Path file) {
        return new UserSampleReader(new DataConfig("mnist", "", 1, 1, 1)).read(List.of(file), Optional.empty());
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
            LabelledImages images = IdxReader.readImages(Path.of(CountJobTest.class
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
