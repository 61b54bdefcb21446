package org.nalsm.engine.liquid.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nalsm.engine.liquid.simulation.DigitLikeRates;
import org.nalsm.engine.random.Philox;
import org.nalsm.engine.random.Stream;

class RateSpikesTest {
    private static final long SEED = 0x0fedcba987654321L;
    private static final int DURATION_MS = 250;

    @ParameterizedTest
    @EnumSource(
            value = Stream.class,
            names = {"SAMPLE_SPIKES", "INITIALISATION_SPIKES"})
    void agreesWithTheSemantics(Stream stream) {
        RateSpikes spikes = new RateSpikes(SEED, stream, 784);
        for (int presentation : new int[] {0, 59_999, 60_000}) {
            float[] rates = DigitLikeRates.of(presentation);
            spikes.present(rates, presentation);
            for (int t = 0; t < DURATION_MS; t++) {
                assertThat(channelsAt(spikes, t)).isEqualTo(naive(stream, rates, t, presentation));
            }
        }
    }

    /** The last group of four channels is not full, and active channels lie scattered. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 7, 50})
    void anyNumberOfChannels(int channels) {
        float[] rates = new float[channels];
        for (int channel = 0; channel < channels; channel++) {
            rates[channel] = channel % 3 == 1 ? 0 : (channel + 1f) / channels;
        }
        RateSpikes spikes = new RateSpikes(SEED, Stream.SAMPLE_SPIKES, channels);
        spikes.present(rates, 17);
        for (int t = 0; t < DURATION_MS; t++) {
            assertThat(channelsAt(spikes, t)).isEqualTo(naive(Stream.SAMPLE_SPIKES, rates, t, 17));
        }
    }

    @Test
    void streamsHaveTheNumbersOfTheSemantics() {
        assertThat(Stream.SAMPLE_SPIKES.number()).isEqualTo(5);
        assertThat(Stream.INITIALISATION_SPIKES.number()).isEqualTo(6);
    }

    @Test
    void activeChannelsAreThoseWithARateInAscendingOrder() {
        RateSpikes spikes = new RateSpikes(SEED, Stream.SAMPLE_SPIKES, 9);
        spikes.present(new float[] {0, 0.5f, 0, 0, 0, 0, Float.MIN_VALUE, 0, 1}, 3);
        assertThat(spikes.channels()).startsWith(1, 6, 8);
        assertThat(spikes.channelCount()).isEqualTo(3);
    }

    @Test
    void aRateIsAFrequency() {
        float[] rates = new float[100];
        for (int channel = 0; channel < rates.length; channel++) {
            rates[channel] = channel / 100f;
        }
        RateSpikes spikes = new RateSpikes(SEED, Stream.SAMPLE_SPIKES, rates.length);
        spikes.present(rates, 1);
        int steps = 10_000;
        int[] counts = new int[rates.length];
        for (int t = 0; t < steps; t++) {
            channelsAt(spikes, t).forEach(channel -> counts[channel]++);
        }
        for (int channel = 0; channel < rates.length; channel++) {
            double sigma = Math.sqrt(steps * rates[channel] * (1 - rates[channel]));
            assertThat((double) counts[channel]).isCloseTo(steps * (double) rates[channel], within(4.5 * sigma));
        }
    }

    @Test
    void aRateOfOneSpikesAlways() {
        RateSpikes spikes = new RateSpikes(SEED, Stream.SAMPLE_SPIKES, 5);
        spikes.present(new float[] {1, 0, 0, 0, 1}, 1);
        for (int t = 0; t < 10_000; t++) {
            assertThat(channelsAt(spikes, t)).containsExactly(0, 4);
        }
    }

    /** u24 < value is strict: the rate must exceed the draw, be it by the last of 24 bits. */
    @Test
    void aRateEqualToTheDrawDoesNotSpike() {
        int t = 12;
        int[] words = new int[4];
        new Philox(SEED).block(Stream.SAMPLE_SPIKES, 0, t, 8, words);
        float draw = (words[0] >>> 8) * 0x1p-24f;
        RateSpikes spikes = new RateSpikes(SEED, Stream.SAMPLE_SPIKES, 1);
        spikes.present(new float[] {draw}, 8);
        assertThat(channelsAt(spikes, t)).isEmpty();
        spikes.present(new float[] {Math.nextUp(draw)}, 8);
        assertThat(channelsAt(spikes, t)).containsExactly(0);
    }

    @Test
    void anEmptyImageIsSilentAlsoAfterABrightOne() {
        RateSpikes spikes = new RateSpikes(SEED, Stream.SAMPLE_SPIKES, 784);
        spikes.present(DigitLikeRates.of(4), 4);
        assertThat(spikes.channelCount()).isPositive();
        spikes.present(new float[784], 5);
        assertThat(spikes.channelCount()).isZero();
        for (int t = 0; t < DURATION_MS; t++) {
            assertThat(channelsAt(spikes, t)).isEmpty();
        }
    }

    @Test
    void refusesRatesForAnotherNumberOfChannels() {
        RateSpikes spikes = new RateSpikes(SEED, Stream.SAMPLE_SPIKES, 784);
        assertThatThrownBy(() -> spikes.present(new float[783], 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("783 rates for 784 channels");
    }

    private static List<Integer> channelsAt(RateSpikes spikes, int t) {
        int[] positions = new int[spikes.channelCount()];
        int count = spikes.spikesAt(t, positions);
        List<Integer> channels = new ArrayList<>();
        for (int k = 0; k < count; k++) {
            channels.add(spikes.channels()[positions[k]]);
        }
        return channels;
    }

    /** Section 6: channel c spikes when word c mod 4 of block (c / 4, t, presentation), as u24, is below its rate. */
    private static List<Integer> naive(Stream stream, float[] rates, int t, int presentation) {
        List<Integer> channels = new ArrayList<>();
        int[] words = new int[4];
        for (int channel = 0; channel < rates.length; channel++) {
            new Philox(SEED).block(stream, channel / 4, t, presentation, words);
            if (Philox.uniform(words[channel % 4]) < rates[channel]) {
                channels.add(channel);
            }
        }
        return channels;
    }
}
