package org.nalsm.engine.liquid.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.nalsm.engine.random.Philox;
import org.nalsm.engine.random.Stream;

class NoisyImagesTest {
    private static final long SEED = 0x1234_5678_9abcL;

    @Test
    void noiseIsStandardNormal() {
        NoiseDraw noise = new NoiseDraw(SEED);
        int n = 200_000;
        double[] z = new double[n];
        for (int i = 0; i < n; i++) {
            z[i] = noise.z(i % 784, 60_000 + i / 784);
        }
        double mean = Arrays.stream(z).average().orElseThrow();
        double variance = Arrays.stream(z).map(v -> v * v).average().orElseThrow();
        double fourth = Arrays.stream(z).map(v -> v * v * v * v).average().orElseThrow();
        double belowMinusOne = Arrays.stream(z).filter(v -> v < -1).count() / (double) n;
        // Five standard errors each.
        assertThat(mean).isCloseTo(0, within(5 / Math.sqrt(n)));
        assertThat(variance).isCloseTo(1, within(5 * Math.sqrt(2.0 / n)));
        assertThat(fourth).isCloseTo(3, within(5 * Math.sqrt(96.0 / n)));
        assertThat(belowMinusOne).isCloseTo(0.158655, within(5 * Math.sqrt(0.1335 / n)));
    }

    @Test
    void pixelsFollowTheFormula() {
        byte[] image = new byte[784];
        for (int p = 0; p < image.length; p++) {
            image[p] = (byte) p;
        }
        double[] pixels = new double[784];
        new NoisyImages(SEED).noisy(image, 60_123, pixels);
        Philox random = new Philox(SEED);
        int black = 0;
        int white = 0;
        for (int p = 0; p < pixels.length; p++) {
            int[] x = new int[4];
            random.block(Stream.NOISE, p, 0, 60_123, x);
            double u0 = ((x[0] & 0xFFFFFFFFL) + 0.5) / 4294967296.0;
            double u1 = ((x[1] & 0xFFFFFFFFL) + 0.5) / 4294967296.0;
            double noisy = p % 256 + 125 * (Math.sqrt(-2 * Math.log(u0)) * Math.cos(2 * Math.PI * u1));
            double expected = noisy < 0 ? 0 : noisy > 255 ? 255 : noisy;
            assertThat(pixels[p]).isCloseTo(expected, within(1e-9));
            black += pixels[p] == 0 ? 1 : 0;
            white += pixels[p] == 255 ? 1 : 0;
        }
        // A grey level uniform in 0..255 is clipped at either end with probability 0.185.
        assertThat(black).isBetween(100, 190);
        assertThat(white).isBetween(100, 190);
    }

    @Test
    void noiseDependsOnSeedSampleAndPixel() {
        NoiseDraw noise = new NoiseDraw(SEED);
        double z = noise.z(5, 60_000);
        assertThat(new NoiseDraw(SEED).z(5, 60_000)).isEqualTo(z);
        assertThat(noise.z(6, 60_000)).isNotEqualTo(z);
        assertThat(noise.z(5, 60_001)).isNotEqualTo(z);
        assertThat(new NoiseDraw(SEED + 1).z(5, 60_000)).isNotEqualTo(z);
    }

    @Test
    void ratesAreSharesOverTheLargestOfTheFile() {
        double[] first = {10, 30, 0, 60};
        double[] second = {200, 0, 0, 50};
        double[] black = new double[4];
        assertThat(NoisyImages.largestShare(first)).isEqualTo(0.6);
        assertThat(NoisyImages.largestShare(second)).isEqualTo(0.8);
        assertThat(NoisyImages.largestShare(black)).isZero();
        float[] rates = new float[4];
        NoisyImages.rates(first, 0.8, rates);
        assertThat(rates).containsExactly(0.125f, 0.375f, 0f, 0.75f);
        NoisyImages.rates(second, 0.8, rates);
        assertThat(rates).containsExactly(1f, 0f, 0f, 0.25f);
        NoisyImages.rates(black, 0.8, rates);
        assertThat(rates).containsOnly(0f);
        NoisyImages.rates(black, 0, rates);
        assertThat(rates).containsOnly(0f);
    }

    @Test
    void refusesUnequalLengths() {
        assertThatThrownBy(() -> new NoisyImages(1).noisy(new byte[3], 0, new double[4]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("4 pixels for an image of 3");
        assertThatThrownBy(() -> NoisyImages.rates(new double[3], 1, new float[4]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("4 rates for 3 pixels");
    }
}
