package org.nalsm.engine.random;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Against the plain generator, which has known answers. */
class PhiloxRowTest {
    @Test
    void wordsAreThoseOfTheBlocks() {
        Random random = new Random(5);
        for (int trial = 0; trial < 50; trial++) {
            long seed = random.nextLong();
            int[] first = random.ints(1 + random.nextInt(40)).toArray();
            int third = trial == 0 ? 0 : random.nextInt();
            PhiloxRow row = new PhiloxRow(seed, Stream.INITIALISATION_SPIKES, 40);
            row.start(first, first.length, third);
            for (int second : new int[] {0, 1, 249, random.nextInt(), -1}) {
                int[] actual = new int[first.length * PhiloxRow.WORDS];
                row.words(second, actual);
                int[] expected = new int[PhiloxRow.WORDS];
                for (int k = 0; k < first.length; k++) {
                    new Philox(seed).block(Stream.INITIALISATION_SPIKES, first[k], second, third, expected);
                    assertThat(Arrays.copyOfRange(actual, 4 * k, 4 * k + 4))
                            .as("block %d", k)
                            .isEqualTo(expected);
                }
            }
        }
    }

    @Test
    void startForgetsEarlierIndices() {
        PhiloxRow row = new PhiloxRow(1, Stream.SAMPLE_SPIKES, 3);
        row.start(new int[] {4, 5, 6}, 3, 7);
        row.start(new int[] {9, 0, 0}, 1, 8);
        int[] actual = new int[12];
        row.words(2, actual);
        int[] expected = new int[12];
        new Philox(1).block(Stream.SAMPLE_SPIKES, 9, 2, 8, expected);
        assertThat(actual).isEqualTo(expected);
    }
}
