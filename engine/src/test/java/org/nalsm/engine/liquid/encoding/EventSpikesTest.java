package org.nalsm.engine.liquid.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.nalsm.engine.random.Philox;
import org.nalsm.engine.random.Stream;

class EventSpikesTest {
    private static final int CHANNELS = 2312;

    private final EventSpikes spikes = new EventSpikes(CHANNELS);

    @Test
    void showsASamplesFirstMilliseconds() {
        int[] packed = {at(0, 7), at(0, 2311), at(249, 3), at(250, 4), at(251, 5)};
        spikes.present(packed, 0, 250);
        assertThat(Arrays.copyOf(spikes.channels(), spikes.channelCount())).containsExactly(3, 7, 2311);
        int[] into = new int[spikes.channelCount()];
        assertThat(spikes.spikesAt(0, into)).isEqualTo(2);
        assertThat(Arrays.copyOf(into, 2)).containsExactly(1, 2);
        assertThat(spikes.spikesAt(1, into)).isZero();
        assertThat(spikes.spikesAt(249, into)).isEqualTo(1);
        assertThat(into[0]).isZero();
    }

    @Test
    void showsAnyWindowAsAFilterOverAllEventsDoes() {
        Random random = new Random(11);
        for (int start : new int[] {0, 1, 20, 137, 278, 299, 8000}) {
            for (int events : new int[] {0, 1, 50, 4000}) {
                int[] packed =
                        random.ints(events, 0, at(310, 0)).sorted().distinct().toArray();
                spikes.present(packed, start, 20);
                TreeSet<Integer> expected = new TreeSet<>();
                for (int event : packed) {
                    int t = event / CHANNELS - start;
                    if (t >= 0 && t < 20) {
                        expected.add(at(t, event % CHANNELS));
                    }
                }
                assertThat(shown(20)).containsExactlyElementsOf(expected);
            }
        }
    }

    @Test
    void shiftsReflectsAndMergesAsAWalkToAndFroDoes() {
        Random random = new Random(12);
        for (int shift : new int[] {-600, -31, -10, -1, 0, 1, 9, 44, 249, 700}) {
            int[] packed = random.ints(4000, 0, at(310, 0)).sorted().distinct().toArray();
            spikes.presentShifted(packed, 250, shift);
            TreeSet<Integer> expected = new TreeSet<>();
            for (int event : packed) {
                if (event / CHANNELS < 250) {
                    expected.add(at(walk(event / CHANNELS, shift, 249), event % CHANNELS));
                }
            }
            assertThat(shown(250)).as("shift %d", shift).containsExactlyElementsOf(expected);
        }
    }

    @Test
    void mergesEventsThatAreReflectedOntoEachOther() {
        spikes.presentShifted(new int[] {at(1, 8), at(5, 8), at(5, 9)}, 250, -3);
        assertThat(shown(250)).containsExactly(at(2, 8), at(2, 9));
    }

    @Test
    void windowsStartAtOneToTwoHundredSeventyEight() {
        Philox random = new Philox(5);
        int[] words = new int[4];
        TreeSet<Integer> starts = new TreeSet<>();
        for (int position = 0; position < 10_000; position++) {
            random.block(Stream.INITIALISATION_WINDOW, position, 0, 0, words);
            long unsigned = words[0] & 0xFFFFFFFFL;
            int start = EventSpikes.windowStartMs(random, position);
            assertThat(start).isEqualTo((int) (1 + unsigned % 278));
            starts.add(start);
        }
        assertThat(starts).hasSize(278).startsWith(1).endsWith(278);
    }

    @Test
    void keepsNothingOfTheLastPresentation() {
        spikes.present(new int[] {at(3, 1), at(3, 2), at(90, 3)}, 0, 100);
        spikes.present(new int[] {at(4, 2)}, 0, 20);
        assertThat(shown(20)).containsExactly(at(4, 2));
        spikes.present(new int[0], 0, 20);
        assertThat(spikes.channelCount()).isZero();
        assertThat(shown(20)).isEmpty();
    }

    @Test
    void refusesWhatItCannotShow() {
        assertThatIllegalArgumentException().isThrownBy(() -> spikes.present(new int[0], -1, 20));
        assertThatIllegalArgumentException().isThrownBy(() -> spikes.present(new int[0], 0, 0));
        spikes.present(new int[0], 0, 20);
        assertThatIllegalArgumentException().isThrownBy(() -> spikes.spikesAt(20, new int[1]));
    }

    /** One millisecond at a time, turning round at 0 and at the last millisecond. */
    private static int walk(int t, int shift, int last) {
        int direction = Integer.signum(shift);
        int at = t;
        for (int k = 0; k < Math.abs(shift); k++) {
            if (at + direction < 0 || at + direction > last) {
                direction = -direction;
            }
            at += direction;
        }
        return at;
    }

    private static int at(int t, int channel) {
        return t * CHANNELS + channel;
    }

    /** Every spike shown, packed, in the order of presentation. */
    private SortedSet<Integer> shown(int durationMs) {
        SortedSet<Integer> shown = new TreeSet<>();
        int[] into = new int[spikes.channelCount()];
        for (int t = 0; t < durationMs; t++) {
            int count = spikes.spikesAt(t, into);
            for (int k = 0; k < count; k++) {
                assertThat(k == 0 || into[k] > into[k - 1]).as("ascending").isTrue();
                shown.add(at(t, spikes.channels()[into[k]]));
            }
        }
        return shown;
    }
}
