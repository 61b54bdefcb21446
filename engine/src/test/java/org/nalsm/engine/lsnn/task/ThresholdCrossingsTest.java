package org.nalsm.engine.lsnn.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.nalsm.engine.lsnn.InputSequence;

class ThresholdCrossingsTest {
    /** The definition, with real thresholds and every pair of steps. */
    private static Set<Integer> slowly(byte[] image, int stepsPerPixel) {
        Set<Integer> events = new TreeSet<>();
        int shown = image.length * stepsPerPixel;
        double[] y = new double[shown];
        for (int m = 0; m < shown; m++) {
            y[m] = (image[m / stepsPerPixel] & 0xFF) / 255.0;
        }
        for (int m = 0; m < shown; m++) {
            for (int k = 0; k <= 38 && m < shown - 1; k++) {
                double threshold = k / 39.0 - 1e-12;
                if (y[m] < threshold && y[m + 1] >= threshold) {
                    events.add(InputSequence.event(m + 1, 2 * k));
                }
                if (y[m] >= threshold && y[m + 1] < threshold) {
                    events.add(InputSequence.event(m + 1, 2 * k + 1));
                }
            }
            if (y[m] == 1) {
                events.add(InputSequence.event(m + 1, 78));
            }
        }
        for (int t = shown + 1; t <= shown + 56 * stepsPerPixel; t++) {
            events.add(InputSequence.event(t, 79));
        }
        return events;
    }

    @Test
    void spikesAreThoseOfTheDefinition() {
        Random random = new Random(1);
        for (int stepsPerPixel = 1; stepsPerPixel <= 3; stepsPerPixel++) {
            ThresholdCrossings encoding = new ThresholdCrossings(60, stepsPerPixel);
            for (int k = 0; k < 200; k++) {
                byte[] image = new byte[60];
                random.nextBytes(image);
                for (int m = 0; m < 60; m++) {
                    image[m] = random.nextInt(3) == 0 ? (byte) (random.nextBoolean() ? 255 : 0) : image[m];
                }
                InputSequence sequence = encoding.encode(image);
                assertThat(sequence.steps()).isEqualTo((60 + 56) * stepsPerPixel);
                Set<Integer> events = new TreeSet<>();
                for (int event : sequence.events()) {
                    assertThat(events.add(event)).as("no spike twice").isTrue();
                }
                assertThat(events).isEqualTo(slowly(image, stepsPerPixel));
            }
        }
    }

    @Test
    void everyLevelOfAPixelIsExact() {
        ThresholdCrossings encoding = new ThresholdCrossings(2, 1);
        for (int pixel = 0; pixel < 256; pixel++) {
            byte[] image = {0, (byte) pixel};
            int rises = 0;
            for (int event : encoding.encode(image).events()) {
                rises += InputSequence.channel(event) < 78 ? 1 : 0;
            }
            int expected = 0;
            for (int k = 1; k <= 38; k++) {
                expected += 39 * pixel >= 255 * k ? 1 : 0;
            }
            assertThat(rises).isEqualTo(expected);
        }
    }

    @Test
    void analogPixelsAreGrayValuesOrTheirMeans() {
        byte[] image = new byte[16];
        for (int m = 0; m < 16; m++) {
            image[m] = (byte) (m * 17);
        }
        AnalogPixels plain = new AnalogPixels(4, false, 2);
        assertThat(plain.steps()).isEqualTo(32);
        assertThat(plain.encode(image).analog())
                .startsWith(0f, 0f, 17 / 255f, 17 / 255f)
                .endsWith(1f);
        AnalogPixels pooled = new AnalogPixels(4, true, 1);
        assertThat(pooled.encode(image).analog())
                .containsExactly(
                        (0 + 1 + 4 + 5) * 17 / 1020f,
                        (2 + 3 + 6 + 7) * 17 / 1020f,
                        (8 + 9 + 12 + 13) * 17 / 1020f,
                        (10 + 11 + 14 + 15) * 17 / 1020f);
    }
}
