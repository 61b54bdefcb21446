package org.nalsm.engine.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import org.junit.jupiter.api.Test;

class ImageDatasetTest {
    /**
     * Training images (1 x 3): (1, 2, 5) of sum 8, (0, 0, 0), (30, 30, 40) of sum 100. Shares: 0.125, 0.25,
     * 0.625; none; 0.3, 0.3, 0.4. Largest 0.625. Test image (3, 0, 1): shares 0.75, 0, 0.25, largest 0.75.
     */
    private static final ImageDataset TINY = new ImageDataset(
            "tiny",
            new LabelledImages(1, 3, new byte[] {1, 2, 5, 0, 0, 0, 30, 30, 40}, new byte[] {4, 5, 6}),
            new LabelledImages(1, 3, new byte[] {3, 0, 1}, new byte[] {9}));

    @Test
    void ratesOfAHandComputedExample() {
        assertThat(TINY.rates(0)).containsExactly(0.2f, 0.4f, 1.0f);
        assertThat(TINY.rates(2)).containsExactly(0.48f, 0.48f, 0.64f);
    }

    @Test
    void testFileHasItsOwnLargestShare() {
        assertThat(TINY.rates(60_000)).containsExactly(1.0f, 0.0f, 0.33333334f);
        assertThat(TINY.largestShare(0)).isEqualTo(0.625);
        assertThat(TINY.largestShare(60_000)).isEqualTo(0.75);
    }

    @Test
    void emptyImageIsSilent() {
        assertThat(TINY.rates(1)).containsOnly(0f);
    }

    @Test
    void fileOfEmptyImagesIsSilent() {
        LabelledImages empty = new LabelledImages(1, 2, new byte[4], new byte[2]);
        ImageDataset dataset = new ImageDataset("empty", empty, empty);

        assertThat(dataset.rates(1)).containsExactly(0f, 0f);
        assertThat(dataset.largestShare(0)).isZero();
    }

    @Test
    void bytesAbove127AreBrightPixels() {
        LabelledImages bright = new LabelledImages(1, 2, new byte[] {(byte) 200, 50}, new byte[] {0});

        assertThat(new ImageDataset("bright", bright, bright).rates(0)).containsExactly(1f, 0.25f);
    }

    @Test
    void ratesOfRealImages() {
        ImageDataset excerpt = MnistExcerpt.dataset();

        // Computed from the published files by a separate program, in double and then rounded to float.
        assertThat(excerpt.largestShare(0)).isEqualTo(0x1.fa79d6f91453dp-6);
        float[] rates = excerpt.rates(0);
        assertThat(rates).hasSize(784);
        assertThat(rates[151]).isZero();
        assertThat(rates[152]).isEqualTo(0x1.ce218p-9f);
        assertThat(rates[153]).isEqualTo(0x1.5a992p-6f);
        double sum = 0;
        for (float rate : rates) {
            sum += rate;
        }
        assertThat(sum).isCloseTo(32.34901915863156, within(1e-12));
    }

    @Test
    void samplesAreNumberedAsInTheFiles() {
        assertThat(TINY.label(2)).isEqualTo(6);
        assertThat(TINY.label(60_000)).isEqualTo(9);
        assertThat(TINY.image(0)).containsExactly(1, 2, 5);
        assertThat(TINY.sampleCount()).isEqualTo(4);
        assertThat(TINY.channels()).isEqualTo(3);
    }

    @Test
    void samplesThatAreNotThere() {
        for (int missing : new int[] {-1, 3, 59_999, 60_001, Integer.MAX_VALUE}) {
            assertThat(TINY.contains(missing)).isFalse();
            assertThatThrownBy(() -> TINY.rates(missing))
                    .isInstanceOf(IndexOutOfBoundsException.class)
                    .hasMessageContaining("holds samples 0..2 and 60000..60000, not " + missing);
        }
        assertThat(TINY.contains(2)).isTrue();
        assertThat(TINY.contains(60_000)).isTrue();
    }

    @Test
    void targetTooShort() {
        assertThatThrownBy(() -> TINY.rates(0, new float[2])).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void splitBoundaries() {
        assertThat(Split.TRAIN.sampleId(49_999)).isEqualTo(49_999);
        assertThat(Split.VALID.sampleId(0)).isEqualTo(50_000);
        assertThat(Split.TEST.sampleId(9_999)).isEqualTo(69_999);
        assertThat(Split.of(49_999)).isEqualTo(Split.TRAIN);
        assertThat(Split.of(50_000)).isEqualTo(Split.VALID);
        assertThat(Split.of(59_999)).isEqualTo(Split.VALID);
        assertThat(Split.of(60_000)).isEqualTo(Split.TEST);
        assertThatThrownBy(() -> Split.of(70_000)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Split.VALID.sampleId(10_000)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(Split.labelled("valid")).isEqualTo(Split.VALID);
        assertThat(Split.TEST.label()).isEqualTo("test");
    }

    @Test
    void availableSamplesKeepTheBoundaries() {
        ImageDataset dataset = new ImageDataset("long", images(50_003), images(7));

        assertThat(dataset.available(Split.TRAIN)).isEqualTo(50_000);
        assertThat(dataset.available(Split.VALID)).isEqualTo(3);
        assertThat(dataset.available(Split.TEST)).isEqualTo(7);
        assertThat(TINY.available(Split.TRAIN)).isEqualTo(3);
        assertThat(TINY.available(Split.VALID)).isZero();
    }

    @Test
    void refusesFilesThatDoNotFit() {
        assertThatThrownBy(() -> new ImageDataset("x", images(60_001), images(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ImageDataset("x", images(1), new LabelledImages(1, 2, new byte[2], new byte[1])))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new LabelledImages(2, 2, new byte[5], new byte[1]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void survivesSerialisationAtAboutAByteAPixel() throws IOException, ClassNotFoundException {
        ImageDataset excerpt = MnistExcerpt.dataset();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(excerpt);
        }

        assertThat(bytes.size()).isLessThan(400 * 785 + 1000);
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            ImageDataset copy = (ImageDataset) in.readObject();
            assertThat(copy.rates(60_099)).isEqualTo(excerpt.rates(60_099));
            assertThat(copy.name()).isEqualTo("mnist-excerpt");
        }
    }

    private static LabelledImages images(int count) {
        return new LabelledImages(1, 1, new byte[count], new byte[count]);
    }
}
