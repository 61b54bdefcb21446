package org.nalsm.engine.dataset;

import java.io.Serializable;
import java.util.Arrays;

/**
 * What an event camera saw of one sample: the set of (millisecond, channel) pairs with at least one event, the
 * input of the event encoding (liquid-semantics, section 6). A pair is packed as {@code t * CHANNELS + channel}
 * with {@code channel = (polarity * SIDE + y) * SIDE + x}, so ascending packed values are ascending in time.
 *
 * <p>Held as the gaps between ascending packed values, 7 bits a byte: about 1.3 bytes an event, 0.4 GB for the
 * 70,000 samples of N-MNIST, small enough to broadcast. Immutable.
 */
public final class EventRecording implements Serializable {
    private static final long serialVersionUID = 1L;

    /** Pixel rows, and columns, of the sensor. */
    public static final int SIDE = 34;
    /** Pixels of the sensor. */
    public static final int PIXELS = SIDE * SIDE;
    /** Input channels: two polarities of every pixel. */
    public static final int CHANNELS = 2 * PIXELS;
    /** Packed values lie below this: the 23-bit time of an event ends at 8389 ms. */
    static final int PACKED_END = (8389 + 1) * CHANNELS;

    private static final int PAYLOAD_BITS = 7;
    private static final int MORE = 1 << PAYLOAD_BITS;
    private static final int LONGEST_GAP_BYTES = 4;

    private final int size;
    private final byte[] gaps;

    private EventRecording(int size, byte[] gaps) {
        this.size = size;
        this.gaps = gaps;
    }

    /**
     * @param packed {@code t * CHANNELS + channel} of every event, in any order, repetitions allowed; left alone
     * @throws IllegalArgumentException if a value is negative or its time is beyond 8389 ms
     */
    public static EventRecording of(int... packed) {
        int[] sorted = packed.clone();
        Arrays.sort(sorted);
        if (sorted.length > 0 && (sorted[0] < 0 || sorted[sorted.length - 1] >= PACKED_END)) {
            throw new IllegalArgumentException("packed events " + sorted[0] + ".." + sorted[sorted.length - 1]
                    + " are not in 0.." + (PACKED_END - 1));
        }
        byte[] gaps = new byte[sorted.length * LONGEST_GAP_BYTES];
        int size = 0;
        int length = 0;
        int last = -1;
        for (int value : sorted) {
            if (value == last) {
                continue;
            }
            // Gaps are at least 1, so 1 is stored as 0.
            int gap = value - last - 1;
            while (gap >= MORE) {
                gaps[length++] = (byte) (gap | MORE);
                gap >>>= PAYLOAD_BITS;
            }
            gaps[length++] = (byte) gap;
            last = value;
            size++;
        }
        return new EventRecording(size, Arrays.copyOf(gaps, length));
    }

    /** Number of (millisecond, channel) pairs. */
    public int size() {
        return size;
    }

    /** The packed pairs, ascending, without repetitions; a new array of length {@link #size}. */
    public int[] packed() {
        int[] packed = new int[size];
        int at = 0;
        int value = -1;
        for (int k = 0; k < size; k++) {
            int gap = 0;
            int shift = 0;
            byte next = gaps[at++];
            while (next < 0) {
                gap |= (next & (MORE - 1)) << shift;
                shift += PAYLOAD_BITS;
                next = gaps[at++];
            }
            value += (gap | next << shift) + 1;
            packed[k] = value;
        }
        return packed;
    }

    /** The packed value of an event; no argument is checked. */
    static int pack(int millisecond, int polarity, int x, int y) {
        return millisecond * CHANNELS + (polarity * SIDE + y) * SIDE + x;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EventRecording that && size == that.size && Arrays.equals(gaps, that.gaps);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(gaps);
    }

    @Override
    public String toString() {
        return size + " events";
    }
}
