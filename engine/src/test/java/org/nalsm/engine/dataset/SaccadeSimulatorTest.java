package org.nalsm.engine.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/**
 * Compares simulated recordings with the real recording of the same image, and with what is known of the whole
 * of N-MNIST: about 4,170 events a sample on average, half of each polarity.
 */
class SaccadeSimulatorTest {
    private static final int EVENT = 5;
    private static final int SACCADES = 3;
    /** Where the real recording's saccades end: minima of its activity. */
    private static final int[] SACCADE_END_MS = {98, 220, 400};

    private final SaccadeSimulator simulator = new SaccadeSimulator(1);

    @Test
    void resemblesTheRealRecordingInNumbers() {
        byte[] real = NMnistExcerpt.recording();
        byte[] simulated = simulator.record(NMnistExcerpt.image(), 6271);
        assertThat(count(simulated)).isCloseTo(count(real), within(count(real) / 8));
        assertThat(onShare(simulated)).isCloseTo(onShare(real), within(0.02));
        for (int saccade = 0; saccade < SACCADES; saccade++) {
            int expected = sum(map(real, saccade, 0)) + sum(map(real, saccade, 1));
            int actual = sum(map(simulated, saccade, 0)) + sum(map(simulated, saccade, 1));
            assertThat(actual).as("saccade %d", saccade).isCloseTo(expected, within(expected / 7));
        }
    }

    @Test
    void resemblesTheRealRecordingInTime() {
        byte[] real = NMnistExcerpt.recording();
        byte[] simulated = simulator.record(NMnistExcerpt.image(), 6271);
        assertThat(correlation(profile(real, 20), profile(simulated, 20))).isGreaterThan(0.95);
        int[] activity = profile(simulated, 10);
        for (double middle : new double[] {50, 143, 256}) {
            int peak = activity[(int) (middle / 10)];
            assertThat(activity[(int) (middle - 40) / 10])
                    .as("before %f ms", middle)
                    .isLessThan(peak / 2);
            assertThat(activity[(int) (middle + 40) / 10])
                    .as("after %f ms", middle)
                    .isLessThan(peak / 2);
        }
        assertThat(time(simulated, 0)).isBetween(0, 10_000);
        assertThat(time(simulated, simulated.length - EVENT)).isBetween(295_000, 312_000);
    }

    @Test
    void resemblesTheRealRecordingInSpace() {
        byte[] real = NMnistExcerpt.recording();
        byte[] simulated = simulator.record(NMnistExcerpt.image(), 6271);
        for (int saccade = 0; saccade < SACCADES; saccade++) {
            for (int polarity = 0; polarity < 2; polarity++) {
                assertThat(correlation(map(real, saccade, polarity), map(simulated, saccade, polarity)))
                        .as("saccade %d, polarity %d", saccade, polarity)
                        .isGreaterThan(0.82);
                // The edge that a digit leads with has the other polarity: maps are not interchangeable.
                assertThat(correlation(map(real, saccade, polarity), map(simulated, saccade, 1 - polarity)))
                        .as("saccade %d, not polarity %d", saccade, polarity)
                        .isLessThan(0.6);
            }
        }
    }

    @Test
    void hasTheDatasetsNumberOfEvents() {
        LabelledImages images = MnistExcerpt.training();
        byte[] image = new byte[784];
        double events = 0;
        double on = 0;
        for (int k = 0; k < images.count(); k++) {
            images.copyImage(k, image);
            byte[] recording = simulator.record(image, k);
            events += count(recording);
            on += count(recording) * onShare(recording);
        }
        assertThat(events / images.count()).isCloseTo(4170, within(250.0));
        assertThat(on / events).isCloseTo(0.4995, within(0.01));
    }

    @Test
    void recordsNothingButNoiseOfABlankImage() {
        byte[] noise = simulator.record(new byte[784], 17);
        assertThat(count(noise)).isBetween(100, 180);
        assertThat(onShare(noise)).isGreaterThan(0.85);
        int[] quarters = new int[4];
        for (int at = 0; at < noise.length; at += EVENT) {
            quarters[noise[at] / 17 + 2 * (noise[at + 1] / 17)]++;
        }
        assertThat(Arrays.stream(quarters).min().getAsInt()).isGreaterThan(count(noise) / 8);
    }

    @Test
    void isAFunctionOfSeedSampleAndImage() {
        byte[] image = NMnistExcerpt.image();
        byte[] first = simulator.record(image, 5);
        byte[] other = simulator.record(image, 6);
        assertThat(new SaccadeSimulator(1).record(image, 5)).isEqualTo(first);
        assertThat(simulator.record(image, 5)).isEqualTo(first);
        assertThat(other).isNotEqualTo(first);
        assertThat(new SaccadeSimulator(2).record(image, 5)).isNotEqualTo(first);
        // The same picture all the same.
        assertThat(correlation(map(first, 0, 1), map(other, 0, 1))).isGreaterThan(0.9);
    }

    @Test
    void writesCleanFilesInOrderOfTimeEvenOfADenseImage() {
        byte[] image = new byte[784];
        for (int k = 0; k < image.length; k++) {
            image[k] = (byte) ((k % 28 / 3 + k / 28 / 3) % 2 * 255);
        }
        byte[] content = simulator.record(image, 0);
        EventFile file = EventFile.parse("checkerboard", content);
        assertThat(file.events()).isGreaterThan(10_000);
        assertThat(file.outsideSensor()).isZero();
        assertThat(file.backwards()).isZero();
    }

    @Test
    void refusesImagesOfAnotherSize() {
        assertThatIllegalArgumentException().isThrownBy(() -> simulator.record(new byte[783], 0));
    }

    private static int count(byte[] recording) {
        return recording.length / EVENT;
    }

    private static int time(byte[] recording, int at) {
        return (recording[at + 2] & 0x7f) << 16 | (recording[at + 3] & 0xff) << 8 | recording[at + 4] & 0xff;
    }

    private static double onShare(byte[] recording) {
        int on = 0;
        for (int at = 2; at < recording.length; at += EVENT) {
            on += recording[at] < 0 ? 1 : 0;
        }
        return (double) on / count(recording);
    }

    /** Events of every so many milliseconds, 400 ms in all. */
    private static int[] profile(byte[] recording, int binMs) {
        int[] profile = new int[400 / binMs];
        for (int at = 0; at < recording.length; at += EVENT) {
            profile[time(recording, at) / 1000 / binMs]++;
        }
        return profile;
    }

    /** Events of one saccade and polarity by pixel. */
    private static int[] map(byte[] recording, int saccade, int polarity) {
        int[] map = new int[34 * 34];
        for (int at = 0; at < recording.length; at += EVENT) {
            int ms = time(recording, at) / 1000;
            boolean within = ms < SACCADE_END_MS[saccade] && (saccade == 0 || ms >= SACCADE_END_MS[saccade - 1]);
            if (within && (recording[at + 2] < 0 ? 1 : 0) == polarity) {
                map[recording[at + 1] * 34 + recording[at]]++;
            }
        }
        return map;
    }

    private static int sum(int[] values) {
        int sum = 0;
        for (int value : values) {
            sum += value;
        }
        return sum;
    }

    private static double correlation(int[] a, int[] b) {
        double meanA = (double) sum(a) / a.length;
        double meanB = (double) sum(b) / b.length;
        double ab = 0;
        double aa = 0;
        double bb = 0;
        for (int k = 0; k < a.length; k++) {
            ab += (a[k] - meanA) * (b[k] - meanB);
            aa += (a[k] - meanA) * (a[k] - meanA);
            bb += (b[k] - meanB) * (b[k] - meanB);
        }
        return ab / Math.sqrt(aa * bb);
    }
}
