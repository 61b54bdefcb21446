package org.nalsm.engine.csdp.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nalsm.engine.csdp.Presentation;
import org.nalsm.engine.dataset.ImageDataset;
import org.nalsm.engine.dataset.LabelledImages;

class MinibatchesTest {
    private static final int SIDE = 3;
    private static final int PIXELS = SIDE * SIDE;
    private static final int SAMPLES = 25;
    private static final int BATCH = 8;

    /** Image k is all k but for pixel 0, which is 255. */
    private static ImageDataset images() {
        byte[] pixels = new byte[SAMPLES * PIXELS];
        byte[] labels = new byte[SAMPLES];
        for (int k = 0; k < SAMPLES; k++) {
            Arrays.fill(pixels, k * PIXELS, (k + 1) * PIXELS, (byte) k);
            pixels[k * PIXELS] = (byte) 255;
            labels[k] = (byte) (k % 10);
        }
        LabelledImages training = new LabelledImages(SIDE, SIDE, pixels, labels);
        return new ImageDataset("test", training, new LabelledImages(SIDE, SIDE, new byte[0], new byte[0]));
    }

    private static Minibatches minibatches(Negatives negatives, long seed) {
        return new Minibatches(images(), SAMPLES, BATCH, 10, negatives, seed);
    }

    /** Which image a sample is, by its second pixel. */
    private static int image(Presentation shown, int sample) {
        return Math.round(shown.pixels()[sample * PIXELS + 1] * 255);
    }

    @Test
    void anEpochShowsEverySampleOnceAndLeavesOutTheRest() {
        Minibatches minibatches = minibatches(Negatives.wrongLabels(), 1);
        assertThat(minibatches.perEpoch()).isEqualTo(3);
        List<List<Integer>> epochs = IntStream.range(0, 2)
                .mapToObj(epoch -> IntStream.range(0, 3)
                        .mapToObj(b -> minibatches.at(3 * epoch + b))
                        .flatMap(m -> IntStream.range(0, BATCH).mapToObj(b -> image(m.presentation(), b)))
                        .toList())
                .toList();
        assertThat(epochs).allSatisfy(shown -> assertThat(shown).hasSize(24).doesNotHaveDuplicates());
        assertThat(epochs.get(0))
                .isNotEqualTo(epochs.get(1))
                .isNotEqualTo(epochs.get(0).stream().sorted().toList());
    }

    @Test
    void aMinibatchIsTheSameHoweverOneGotThere() {
        Minibatch direct = minibatches(Negatives.mixed(false, true), 7).at(4);
        Minibatches other = minibatches(Negatives.mixed(false, true), 7);
        other.at(5);
        other.at(0);
        assertThat(other.at(4).presentation().pixels())
                .isEqualTo(direct.presentation().pixels());
        assertThat(minibatches(Negatives.mixed(false, true), 8)
                        .at(4)
                        .presentation()
                        .pixels())
                .isNotEqualTo(direct.presentation().pixels());
    }

    @Test
    void wrongLabelsAreAnyOtherClassOnTheSameImage() {
        Minibatches minibatches = minibatches(Negatives.wrongLabels(), 3);
        Map<Integer, Set<Integer>> wrong = new HashMap<>();
        for (int number = 0; number < 300; number++) {
            Minibatch minibatch = minibatches.at(number);
            Presentation shown = minibatch.presentation();
            assertThat(shown.positives()).isEqualTo(BATCH);
            assertThat(shown.occasion()).isEqualTo(number / 3 + 1);
            for (int b = 0; b < BATCH; b++) {
                int label = image(shown, b) % 10;
                assertThat(minibatch.labels()[b]).isEqualTo(label);
                assertThat(shown.context()[b]).isEqualTo(label);
                assertThat(image(shown, BATCH + b)).isEqualTo(image(shown, b));
                assertThat(shown.pixels()[b * PIXELS]).isEqualTo(1);
                wrong.computeIfAbsent(label, k -> new HashSet<>()).add(shown.context()[BATCH + b]);
            }
            assertThat(IntStream.of(shown.keys()).distinct().count()).isEqualTo(2 * BATCH);
        }
        assertThat(wrong)
                .hasSize(10)
                .allSatisfy((label, others) -> assertThat(others)
                        .hasSize(9)
                        .doesNotContain(label)
                        .allSatisfy(other -> assertThat(other).isBetween(0, 9)));
    }

    @Test
    void mixedImagesAreHalfTheImageAndHalfAnyOtherOfTheMinibatch() {
        Minibatches minibatches = minibatches(Negatives.mixed(false, false), 3);
        Set<Integer> partners = new HashSet<>();
        for (int number = 0; number < 60; number++) {
            Presentation shown = minibatches.at(number).presentation();
            Set<Integer> ofThis = new HashSet<>();
            for (int b = 0; b < BATCH; b++) {
                int partner = partner(shown, b);
                partners.add(partner);
                ofThis.add(partner);
                assertThat(partner).isNotEqualTo(b);
                assertThat(shown.context()[BATCH + b]).isEqualTo(-1);
                assertThat(shown.context()[b]).isEqualTo(image(shown, b) % 10);
            }
            assertThat(ofThis).as("each has a partner of its own").hasSizeGreaterThan(2);
        }
        assertThat(partners).hasSize(BATCH);
    }

    /** The published way: one number r; image r for those behind it, r + 1 for the others. */
    @Test
    void onePartnerForAllIsTheDrawnImageOrItsNeighbour() {
        Minibatches minibatches = minibatches(Negatives.mixed(true, false), 3);
        Set<Integer> drawn = new HashSet<>();
        for (int number = 0; number < 60; number++) {
            Presentation shown = minibatches.at(number).presentation();
            int r = partner(shown, BATCH - 1);
            drawn.add(r);
            for (int b = 0; b < BATCH; b++) {
                assertThat(partner(shown, b)).isEqualTo(b > r ? r : r + 1);
            }
        }
        assertThat(drawn).hasSize(BATCH - 1);
    }

    private static int partner(Presentation shown, int b) {
        int mixed = Math.round(2 * 255 * shown.pixels()[(BATCH + b) * PIXELS + 1]);
        int other = mixed - image(shown, b);
        return IntStream.range(0, BATCH)
                .filter(k -> image(shown, k) == other)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aTurnedPartnerIsNotTheOneThatIsNot() {
        Presentation turned = minibatches(Negatives.mixed(true, true), 3).at(0).presentation();
        Presentation plain = minibatches(Negatives.mixed(true, false), 3).at(0).presentation();
        assertThat(Arrays.copyOf(turned.pixels(), BATCH * PIXELS))
                .isEqualTo(Arrays.copyOf(plain.pixels(), BATCH * PIXELS));
        assertThat(turned.pixels()).isNotEqualTo(plain.pixels());
    }

    @Test
    void samplesOutsideOfTrainingHaveDrawsOfTheirOwn() {
        Presentation shown = Pixels.shown(images(), new int[] {4, 2}, 7);
        assertThat(shown.occasion()).isZero();
        assertThat(shown.positives()).isEqualTo(2);
        assertThat(shown.context()).containsExactly(7, 7);
        assertThat(shown.keys()).containsExactly(8, 4);
        assertThat(shown.pixels()[PIXELS]).isEqualTo(1);
        assertThat(shown.pixels()[PIXELS + 5]).isCloseTo(2 / 255f, within(1e-9f));
    }

    @Test
    void thereMustBeAWholeMinibatch() {
        assertThatThrownBy(() -> new Minibatches(images(), 5, 6, 10, Negatives.wrongLabels(), 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a minibatch of 6 samples cannot be made of 5 samples");
        assertThatThrownBy(() -> new Minibatches(images(), 5, 1, 10, Negatives.mixed(true, false), 1))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
