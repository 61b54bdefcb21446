package org.nalsm.engine.liquid.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nalsm.engine.UserException;
import org.nalsm.engine.analysis.RankTolerance;

class KernelQualityTest {
    private static final int PER_CLASS = 8;

    private final int[] labels = labels(500);
    private final KernelQuality quality = new KernelQuality(labels, PER_CLASS, 42);

    private static int[] labels(int count) {
        SplittableRandom random = new SplittableRandom(9);
        return random.ints(count, 0, 10).toArray();
    }

    @Test
    void aShuffleHasEquallyManyDistinctSamplesOfEveryClass() {
        for (int k = 0; k < 50; k++) {
            int[] chosen = quality.shuffle(k);
            assertThat(chosen).hasSize(10 * PER_CLASS).doesNotHaveDuplicates();
            for (int i = 0; i < chosen.length; i++) {
                assertThat(labels[chosen[i]]).isEqualTo(i / PER_CLASS);
            }
        }
    }

    @Test
    void shufflesDependOnNumberAndSeedAlone() {
        Set<String> seen = new HashSet<>();
        for (int k = 0; k < 100; k++) {
            assertThat(new KernelQuality(labels, PER_CLASS, 42).shuffle(k)).isEqualTo(quality.shuffle(k));
            seen.add(Arrays.toString(quality.shuffle(k)));
            seen.add(Arrays.toString(new KernelQuality(labels, PER_CLASS, 43).shuffle(k)));
        }
        assertThat(seen).hasSize(200);
    }

    @Test
    void everySampleIsChosenEquallyOften() {
        int shuffles = 4000;
        int[] chosen = new int[labels.length];
        for (int k = 0; k < shuffles; k++) {
            for (int sample : quality.shuffle(k)) {
                chosen[sample]++;
            }
        }
        for (int i = 0; i < labels.length; i++) {
            int label = labels[i];
            double share = PER_CLASS
                    / (double) Arrays.stream(labels).filter(l -> l == label).count();
            double deviation = Math.sqrt(shuffles * share * (1 - share));
            assertThat(chosen[i] - shuffles * share).isBetween(-5 * deviation, 5 * deviation);
        }
    }

    @Test
    void takingAllSamplesIsAPermutationOfEveryClass() {
        int[] twoOfEach = {9, 8, 7, 6, 5, 4, 3, 2, 1, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
        int[] chosen = new KernelQuality(twoOfEach, 2, 1).shuffle(0);
        assertThat(chosen).containsExactlyInAnyOrder(IntStream.range(0, 20).toArray());
    }

    @Test
    void rankIsThatOfTheChosenColumns() {
        // Samples 0 to 2 are independent, 3 is their sum, 4 repeats 0, 5 is silent.
        short[][] counts = {{1, 0, 0, 2}, {0, 1, 0, 2}, {0, 0, 1, 2}, {1, 1, 1, 6}, {1, 0, 0, 2}, {0, 0, 0, 0}};
        assertThat(KernelQuality.rank(counts, new int[] {0, 1, 2}, RankTolerance.FLOAT64))
                .isEqualTo(3);
        assertThat(KernelQuality.rank(counts, new int[] {0, 1, 2, 3, 4, 5}, RankTolerance.FLOAT32))
                .isEqualTo(3);
        assertThat(KernelQuality.rank(counts, new int[] {0, 4, 5}, RankTolerance.FLOAT64))
                .isEqualTo(1);
        assertThat(KernelQuality.rank(counts, new int[] {5}, RankTolerance.FLOAT64))
                .isZero();
    }

    @Test
    void tellsWhichClassHasTooFewSamples() {
        int[] few = labels.clone();
        for (int i = 0; i < few.length; i++) {
            if (few[i] == 6) {
                few[i] = 7;
            }
        }
        assertThatThrownBy(() -> new KernelQuality(few, PER_CLASS, 1))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("8 samples of every class")
                .hasMessageContaining("only 0 of the 500")
                .hasMessageContaining("class 6");
    }

    @Test
    void refusesWhatDoesNotFit() {
        assertThatThrownBy(() -> new KernelQuality(new int[] {10}, 1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new KernelQuality(labels, 0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> quality.shuffle(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() ->
                        KernelQuality.rank(new short[][] {{1, 2}, {1}}, new int[] {0, 1}, RankTolerance.FLOAT64))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("sample 1 has 1 counts");
    }
}
