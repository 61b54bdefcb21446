package org.nalsm.engine.liquid.encoding;

import java.util.Arrays;
import org.nalsm.engine.random.Philox;
import org.nalsm.engine.random.Stream;

/**
 * Input spikes of an event recording: a channel spikes at the milliseconds at which it has an event
 * (liquid-semantics, section 6). Events come packed as {@code t * channels + channel}, t in milliseconds,
 * ascending and without repetitions, and are not kept. Reused from presentation to presentation.
 */
public final class EventSpikes implements InputSpikes {
    /** A window of initialisation starts at 1 to this many milliseconds. */
    private static final int WINDOW_STARTS = 278;

    private final int channelCapacity;
    private final int[] channels;
    private int channelCount;
    private int durationMs;

    /** Of every channel: its position in {@link #channels}, -1 where it is silent. */
    private final int[] position;
    /** First spike of every millisecond, and the end of the last. */
    private int[] start = new int[0];
    /** Packed events of the window, time counted from its start; then positions in {@link #channels}. */
    private int[] spikes = new int[0];

    /** @param channelCapacity number of input channels: 2312 for N-MNIST */
    public EventSpikes(int channelCapacity) {
        this.channelCapacity = channelCapacity;
        this.channels = new int[channelCapacity];
        this.position = new int[channelCapacity];
    }

    /**
     * The first millisecond of a window in liquid initialisation: {@code 1 + (x0 of stream 8 mod 278)}.
     *
     * @param random of the run's seed
     * @param presentation position in the initialisation sequence
     */
    public static int windowStartMs(Philox random, int presentation) {
        return 1
                + Integer.remainderUnsigned(
                        random.word(Stream.INITIALISATION_WINDOW, presentation, 0, 0), WINDOW_STARTS);
    }

    /**
     * Presents a window of a recording: step t receives the events of millisecond {@code startMs + t}, others
     * are left out. A sample starts at 0.
     *
     * @param packed the recording's events
     * @param startMs first millisecond of the window, at least 0
     * @param durationMs length of the window, at least 1
     */
    public void present(int[] packed, int startMs, int durationMs) {
        present(packed, startMs, durationMs, 0);
    }

    /**
     * Presents a noisy copy of a sample: its first {@code durationMs} milliseconds, every event in them shifted and
     * reflected as {@link EventShift#shifted} says. Events behind the window stay outside, whatever the shift.
     *
     * @param packed the recording's events
     * @param durationMs length of the window, at least 2
     * @param shiftMs added to every time, of either sign; {@link EventShift#shiftMs}
     */
    public void presentShifted(int[] packed, int durationMs, int shiftMs) {
        present(packed, 0, durationMs, shiftMs);
    }

    private void present(int[] packed, int startMs, int duration, int shiftMs) {
        if (startMs < 0 || duration < 1) {
            throw new IllegalArgumentException("no window of " + duration + " ms at " + startMs + " ms");
        }
        durationMs = duration;
        if (start.length <= duration) {
            start = new int[duration + 1];
        }
        int from = firstAt(packed, startMs);
        int to = firstAt(packed, (long) startMs + duration);
        int count = to - from;
        if (spikes.length < count) {
            spikes = new int[count];
        }
        System.arraycopy(packed, from, spikes, 0, count);
        for (int k = 0; k < count; k++) {
            spikes[k] -= startMs * channelCapacity;
        }
        if (shiftMs != 0) {
            count = shift(count, shiftMs);
        }
        findChannels(count);
        index(count);
    }

    /** Index of the first event at or after a millisecond. */
    private int firstAt(int[] packed, long millisecond) {
        long key = millisecond * channelCapacity;
        if (key > Integer.MAX_VALUE) {
            return packed.length;
        }
        int found = Arrays.binarySearch(packed, (int) key);
        return found < 0 ? -found - 1 : found;
    }

    /** Shifts and reflects the window's events; returns how many different ones remain. */
    private int shift(int count, int shiftMs) {
        for (int k = 0; k < count; k++) {
            int t = EventShift.shifted(spikes[k] / channelCapacity, shiftMs, durationMs);
            spikes[k] = t * channelCapacity + spikes[k] % channelCapacity;
        }
        Arrays.sort(spikes, 0, count);
        int kept = 0;
        for (int k = 0; k < count; k++) {
            if (kept == 0 || spikes[k] != spikes[kept - 1]) {
                spikes[kept++] = spikes[k];
            }
        }
        return kept;
    }

    private void findChannels(int count) {
        Arrays.fill(position, -1);
        for (int k = 0; k < count; k++) {
            position[spikes[k] % channelCapacity] = 0;
        }
        channelCount = 0;
        for (int channel = 0; channel < channelCapacity; channel++) {
            if (position[channel] == 0) {
                position[channel] = channelCount;
                channels[channelCount++] = channel;
            }
        }
    }

    /** Turns packed events into the spikes of every millisecond; both are ascending. */
    private void index(int count) {
        int t = 0;
        start[0] = 0;
        for (int k = 0; k < count; k++) {
            int millisecond = spikes[k] / channelCapacity;
            while (t < millisecond) {
                start[++t] = k;
            }
            spikes[k] = position[spikes[k] % channelCapacity];
        }
        while (t < durationMs) {
            start[++t] = count;
        }
    }

    @Override
    public int[] channels() {
        return channels;
    }

    @Override
    public int channelCount() {
        return channelCount;
    }

    @Override
    public int spikesAt(int t, int[] into) {
        if (t < 0 || t >= durationMs) {
            throw new IllegalArgumentException("millisecond " + t + " of a presentation of " + durationMs + " ms");
        }
        int count = start[t + 1] - start[t];
        System.arraycopy(spikes, start[t], into, 0, count);
        return count;
    }
}
