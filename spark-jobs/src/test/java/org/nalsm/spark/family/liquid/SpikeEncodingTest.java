package org.nalsm.spark.family.liquid;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.nalsm.engine.dataset.ImageDataset;
import org.nalsm.engine.liquid.encoding.InputSpikes;
import org.nalsm.engine.liquid.encoding.SampleInputs;
import org.nalsm.engine.random.Philox;
import org.nalsm.engine.random.Stream;
import org.nalsm.spark.run.TestExperiments;
import org.nalsm.spark.sample.SampleSource;

class SpikeEncodingTest {
    private static final long SEED = 7;
    private static final int FIRST = 60_000;
    private static final int STEPS = 20;

    private final ImageDataset images = TestExperiments.images();
    private final Philox random = new Philox(SEED);
    private final int[] words = new int[4];

    /** The whole way from noise to spikes as the page on semantics has it, in the plainest loops. */
    @Test
    void noisyImagesAreAFileOfTheirOwn() {
        double[][] noisy = new double[100][];
        double largestShare = 0;
        for (int k = 0; k < noisy.length; k++) {
            noisy[k] = noisyImage(k);
            largestShare = Math.max(largestShare, Arrays.stream(noisy[k]).max().orElseThrow() / sum(noisy[k]));
        }
        SampleSource source = new SampleSource.Images(images);
        SampleInputs inputs = new SpikeEncoding(SEED, STEPS, STEPS, false, Double.NaN)
                .withNoise(source)
                .inputs(source);
        int spikes = 0;
        for (int k = 0; k < noisy.length; k++) {
            InputSpikes sample = inputs.sample(FIRST + k);
            assertThat(inputs.label(FIRST + k)).isEqualTo(images.label(FIRST + k));
            for (int t = 0; t < STEPS; t++) {
                int[] expected = spikes(noisy[k], largestShare, k, t);
                assertThat(channels(sample, t)).as("sample %d at %d ms", k, t).isEqualTo(expected);
                spikes += expected.length;
            }
        }
        assertThat(spikes).isGreaterThan(100_000);
    }

    private double[] noisyImage(int k) {
        byte[] image = images.image(FIRST + k);
        double[] noisy = new double[784];
        for (int p = 0; p < 784; p++) {
            random.block(Stream.NOISE, p, 0, FIRST + k, words);
            double u0 = ((words[0] & 0xFFFFFFFFL) + 0.5) / 4294967296.0;
            double u1 = ((words[1] & 0xFFFFFFFFL) + 0.5) / 4294967296.0;
            double z = Math.sqrt(-2 * StrictMath.log(u0)) * StrictMath.cos(2 * Math.PI * u1);
            double grey = (image[p] & 0xFF) + 125 * z;
            noisy[p] = grey < 0 ? 0 : grey > 255 ? 255 : grey;
        }
        return noisy;
    }

    private static double sum(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum;
    }

    private int[] spikes(double[] noisy, double largestShare, int k, int t) {
        int[] spikes = new int[784];
        int count = 0;
        double sum = sum(noisy);
        for (int c = 0; c < 784; c++) {
            random.block(Stream.SAMPLE_SPIKES, c / 4, t, FIRST + k, words);
            if ((words[c % 4] >>> 8) / 16777216f < (float) (noisy[c] / sum / largestShare)) {
                spikes[count++] = c;
            }
        }
        return Arrays.copyOf(spikes, count);
    }

    private static int[] channels(InputSpikes sample, int t) {
        int[] positions = new int[sample.channelCount() + 1];
        int count = sample.spikesAt(t, positions);
        return Arrays.stream(positions, 0, count)
                .map(position -> sample.channels()[position])
                .toArray();
    }
}
