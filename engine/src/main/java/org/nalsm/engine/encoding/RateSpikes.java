package org.nalsm.engine.encoding;

import org.nalsm.engine.random.Philox;
import org.nalsm.engine.random.Stream;

/**
 * Bernoulli spikes with a probability per channel and millisecond, drawn from Philox: the rate coding of
 * images (liquid-semantics, section 6). Reused from presentation to presentation.
 */
public final class RateSpikes implements InputSpikes {
    private static final int LANES = 4;

    private final Philox random;
    private final Stream stream;
    private final int[] channels;
    private int channelCount;

    // Groups of four neighbouring channels share a Philox block; only groups with an active channel are drawn.
    private final int[] group;
    private final int[] limit;
    private final int[] position;
    private int groupCount;
    private int index;
    private final int[] words = new int[LANES];

    /**
     * @param seed the run's seed
     * @param stream {@link Stream#SAMPLE_SPIKES} or {@link Stream#INITIALISATION_SPIKES}
     * @param channelCapacity number of input channels
     */
    public RateSpikes(long seed, Stream stream, int channelCapacity) {
        this.random = new Philox(seed);
        this.stream = stream;
        this.channels = new int[channelCapacity];
        int groups = (channelCapacity + LANES - 1) / LANES;
        this.group = new int[groups];
        this.limit = new int[groups * LANES];
        this.position = new int[groups * LANES];
    }

    /**
     * Presents something new.
     *
     * @param rates probability of a spike per channel and millisecond, in [0, 1]; length: the number of channels
     * @param presentation sample id, or position in the initialisation sequence
     */
    public void present(float[] rates, int presentation) {
        if (rates.length != channels.length) {
            throw new IllegalArgumentException(rates.length + " rates for " + channels.length + " channels");
        }
        index = presentation;
        channelCount = 0;
        groupCount = 0;
        for (int first = 0; first < rates.length; first += LANES) {
            int before = channelCount;
            for (int lane = 0; lane < LANES; lane++) {
                int slot = groupCount * LANES + lane;
                int channel = first + lane;
                limit[slot] = 0;
                if (channel < rates.length && rates[channel] > 0) {
                    // (x >>> 8) * 2^-24 < rate, in integers; a rate is a multiple of no finer step than a double holds.
                    limit[slot] = (int) Math.ceil(rates[channel] * 0x1p24);
                    position[slot] = channelCount;
                    channels[channelCount++] = channel;
                }
            }
            if (channelCount > before) {
                group[groupCount++] = first / LANES;
            }
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
        int count = 0;
        for (int g = 0; g < groupCount; g++) {
            random.block(stream, group[g], t, index, words);
            for (int lane = 0; lane < LANES; lane++) {
                int slot = g * LANES + lane;
                if (words[lane] >>> 8 < limit[slot]) {
                    into[count++] = position[slot];
                }
            }
        }
        return count;
    }
}
