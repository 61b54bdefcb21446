package org.nalsm.engine.liquid.encoding;

/**
 * Noise on event recordings, for the generalisation rank of kernel quality (liquid-semantics, section 1): all
 * events of a sample are shifted in time by one {@code round-half-even(10 z)} ms, with a standard normal z from
 * stream 9, and reflected at 0 and at the last millisecond of the window. Events outside the window are dropped
 * before the shift, so none enters or leaves. Not for use by several threads at once.
 */
public final class EventShift {
    /** Standard deviation of the shift. */
    public static final double DEVIATION_MS = 10;

    private final NoiseDraw noise;

    /** @param seed the run's seed */
    public EventShift(long seed) {
        noise = new NoiseDraw(seed);
    }

    /** The shift of a sample, ms; later if positive. */
    public int shiftMs(int sampleId) {
        return (int) Math.rint(DEVIATION_MS * noise.z(0, sampleId));
    }

    /**
     * The time of an event after the shift: t + shift, reflected at 0 and {@code windowMs - 1} (neither end is
     * seen twice: -1 becomes 1) until it lies in the window.
     *
     * @param t millisecond of the event, 0 to {@code windowMs - 1}
     * @param shiftMs see {@link #shiftMs}
     * @param windowMs length of the window, 250 in sample simulation; at least 1
     * @return 0 to {@code windowMs - 1}
     */
    public static int shifted(int t, int shiftMs, int windowMs) {
        if (t < 0 || t >= windowMs) {
            throw new IllegalArgumentException("event at " + t + " ms in a window of " + windowMs + " ms");
        }
        int last = windowMs - 1;
        if (last == 0) {
            return 0;
        }
        int phase = Math.floorMod(t + shiftMs, 2 * last);
        return phase <= last ? phase : 2 * last - phase;
    }
}
