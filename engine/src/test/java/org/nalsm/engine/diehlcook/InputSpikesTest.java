package org.nalsm.engine.diehlcook;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.nalsm.engine.random.Stream;

/** Their law against that of independent draws in every step. */
class InputSpikesTest {
    private static final int STEPS = 3500;

    private final DiehlCookModel model = DiehlCookModel.published(1);
    private final InputSpikes input = new InputSpikes(model, 3, Stream.DIEHL_COOK_TRAINING);

    private static byte[] uniform(int value) {
        byte[] image = new byte[DiehlCookModel.INPUTS];
        Arrays.fill(image, (byte) value);
        return image;
    }

    @Test
    void stepsAscendAndInputsAscendWithinAStep() {
        input.draw(uniform(255), 8, 0, 0);
        for (int k = 1; k < input.count(); k++) {
            assertThat(input.step()[k] * 1000 + input.input()[k])
                    .isGreaterThan(input.step()[k - 1] * 1000 + input.input()[k - 1]);
        }
        assertThat(input.step()[0]).isNotNegative();
        assertThat(input.step()[input.count() - 1]).isLessThan(STEPS);
    }

    /** Mean and variance of the binomial distribution of a sample's count, over 784 inputs of 40 samples. */
    @Test
    void countsAreBinomial() {
        for (int value : new int[] {1, 60, 255}) {
            double p = value / 8.0 * 2 * 1e-4;
            double sum = 0;
            double squares = 0;
            int samples = 40;
            for (int s = 0; s < samples; s++) {
                input.draw(uniform(value), 2, s, 0);
                int[] counts = new int[DiehlCookModel.INPUTS];
                for (int k = 0; k < input.count(); k++) {
                    counts[input.input()[k]]++;
                }
                sum += IntStream.of(counts).sum();
                squares += IntStream.of(counts).mapToDouble(c -> (double) c * c).sum();
            }
            int n = samples * DiehlCookModel.INPUTS;
            double mean = sum / n;
            double variance = squares / n - mean * mean;
            double expected = STEPS * p * (1 - p);
            assertThat(mean).isCloseTo(STEPS * p, Offset.offset(5 * Math.sqrt(expected / n)));
            assertThat(variance).isCloseTo(expected, Offset.offset(0.06 * expected));
        }
    }

    /** As many spikes in the first steps as in the last ones: nothing begins or ends. */
    @Test
    void everyStepIsAlike() {
        int[] tenths = new int[10];
        for (int s = 0; s < 40; s++) {
            input.draw(uniform(255), 2, s, 0);
            for (int k = 0; k < input.count(); k++) {
                tenths[input.step()[k] / 350]++;
            }
        }
        double expected = 40L * 784 * 350 * 255 / 8.0 * 2 * 1e-4;
        for (int tenth : tenths) {
            assertThat((double) tenth).isCloseTo(expected, Offset.offset(5 * Math.sqrt(expected)));
        }
    }

    @Test
    void certainSpikesComeInEveryStep() {
        InputSpikes certain = new InputSpikes(model, 3, Stream.DIEHL_COOK_TRAINING);
        byte[] image = new byte[DiehlCookModel.INPUTS];
        image[7] = (byte) 255;
        certain.draw(image, 1000, 0, 0);
        assertThat(Arrays.copyOf(certain.step(), certain.count()))
                .isEqualTo(IntStream.range(0, STEPS).toArray());
    }

    @Test
    void dependOnSeedSampleAttemptInputAndStreamAlone() {
        int[] first = steps(input, 4, 0);
        assertThat(steps(input, 4, 1)).isNotEqualTo(first);
        assertThat(steps(input, 5, 0)).isNotEqualTo(first);
        assertThat(steps(new InputSpikes(model, 3, Stream.DIEHL_COOK_SAMPLE), 4, 0))
                .isNotEqualTo(first);
        assertThat(steps(new InputSpikes(model, 4, Stream.DIEHL_COOK_TRAINING), 4, 0))
                .isNotEqualTo(first);
        assertThat(steps(new InputSpikes(model, 3, Stream.DIEHL_COOK_TRAINING), 4, 0))
                .isEqualTo(first);
        // A pixel's spikes do not depend on the other pixels.
        byte[] one = new byte[DiehlCookModel.INPUTS];
        one[300] = (byte) 200;
        input.draw(one, 2, 4, 0);
        int[] alone = Arrays.copyOf(input.step(), input.count());
        input.draw(uniform(200), 2, 4, 0);
        int[] amongOthers = IntStream.range(0, input.count())
                .filter(k -> input.input()[k] == 300)
                .map(k -> input.step()[k])
                .toArray();
        assertThat(amongOthers).isEqualTo(alone).isNotEmpty();
    }

    private static int[] steps(InputSpikes spikes, int key, int attempt) {
        spikes.draw(uniform(90), 2, key, attempt);
        return Arrays.copyOf(spikes.step(), spikes.count());
    }
}
