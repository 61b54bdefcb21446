package org.nalsm.engine.liquid.encoding;

/** The input spikes of one presentation. Not for use by several threads at once. */
public interface InputSpikes {
    /**
     * The channels that may spike at all, ascending. A simulator leaves all others out. Owned by this object
     * and valid until it presents something else.
     */
    int[] channels();

    /** Number of leading entries of {@link #channels()} that count. */
    int channelCount();

    /**
     * The input spikes of one millisecond.
     *
     * @param t millisecond of the presentation, from 0
     * @param into receives positions in {@link #channels()}, ascending; at least {@link #channelCount()} long
     * @return how many
     */
    int spikesAt(int t, int[] into);
}
