package org.nalsm.engine.liquid.encoding;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nalsm.engine.dataset.EventDataset;
import org.nalsm.engine.dataset.NMnistReader;
import org.nalsm.engine.random.Philox;
import org.nalsm.engine.random.Stream;

class EventInputsTest {
    private static final long SEED = 9;

    @TempDir
    private Path directory;

    private EventDataset events;
    private EventInputs inputs;

    /** Sample 0 has an event at pixel (t mod 34, t / 34) at every millisecond t below 310, polarity 0. */
    @BeforeEach
    void makeInputs() throws IOException {
        byte[] content = new byte[310 * 5];
        for (int t = 0; t < 310; t++) {
            int microseconds = t * 1000;
            content[5 * t] = (byte) (t % 34);
            content[5 * t + 1] = (byte) (t / 34);
            content[5 * t + 2] = (byte) (microseconds >> 16);
            content[5 * t + 3] = (byte) (microseconds >> 8);
            content[5 * t + 4] = (byte) microseconds;
        }
        Path file = directory.resolve("Train/8/00001.bin");
        Files.createDirectories(file.getParent());
        Files.write(file, content);
        try (NMnistReader reader = new NMnistReader(directory)) {
            events = EventDataset.read("n-mnist", reader);
            inputs = new EventInputs(events, SEED, 250, 20);
        }
    }

    @Test
    void showsASampleFromItsStart() {
        assertThat(inputs.channels()).isEqualTo(2312);
        assertThat(inputs.label(0)).isEqualTo(8);
        showsMillisecondsFrom(0, 250, inputs.sample(0));
    }

    @Test
    void showsTheWindowOfAPositionInTheSequence() {
        Philox random = new Philox(SEED);
        for (int position = 0; position < 50; position++) {
            int start = 1 + Integer.remainderUnsigned(random.word(Stream.INITIALISATION_WINDOW, position, 0, 0), 278);
            showsMillisecondsFrom(start, 20, inputs.snapshot(0, position));
        }
    }

    /** Written down apart from the main code: walks one millisecond at a time and turns round at the ends. */
    @Test
    void aNoisyCopyIsTheSampleShiftedAndReflected() {
        int shift = new EventShift(SEED).shiftMs(0);
        assertThat(shift).as("a shift to see").isNotZero();
        int[] expected = new int[250];
        for (int t = 0; t < 250; t++) {
            int place = t;
            int direction = Integer.signum(shift);
            for (int k = 0; k < Math.abs(shift); k++) {
                if (place + direction < 0 || place + direction > 249) {
                    direction = -direction;
                }
                place += direction;
            }
            expected[place]++;
        }
        EventInputs shifted = EventInputs.shifted(events, SEED, 250, 20);
        InputSpikes spikes = shifted.sample(0);
        assertThat(spikes.channelCount()).isEqualTo(250);
        int[] into = new int[250];
        for (int t = 0; t < 250; t++) {
            assertThat(spikes.spikesAt(t, into)).as("spikes at %d ms", t).isEqualTo(expected[t]);
        }
        showsMillisecondsFrom(EventSpikes.windowStartMs(new Philox(SEED), 7), 20, shifted.snapshot(0, 7));
    }

    /** Millisecond t is known by its channel. */
    private static void showsMillisecondsFrom(int start, int durationMs, InputSpikes spikes) {
        assertThat(spikes.channelCount()).isEqualTo(durationMs);
        int[] into = new int[durationMs];
        for (int t = 0; t < durationMs; t++) {
            assertThat(spikes.spikesAt(t, into)).isEqualTo(1);
            assertThat(spikes.channels()[into[0]]).isEqualTo(start + t);
        }
    }
}
