package org.nalsm.engine.liquid.encoding;

import org.nalsm.engine.random.PhiloxRow;
import org.nalsm.engine.random.Stream;

/**
 * Bernoulli spikes with a probability per channel and millisecond, drawn from Philox: the rate coding of
 * images (liquid-semantics, section 6). Reused from presentation to presentation.
 */
public final class RateSpikes implements InputSpikes {
    private static final int LANES = PhiloxRow.WORDS;

    private final long seed;
    private final Stream stream;
    private final PhiloxRow random;
    private final int[] channels;
    private int channelCount;
    private int presentation;

    // Groups of four neighbouring channels share a Philox block; only groups with an active channel are drawn.
    private final int[] group;
    private final int[] words;
    // By active channel: the word of its draw, and the bound below which the draw is a spike.
    private final int[] word;
    private final int[] limit;

    /**
     * @param seed the run's seed
     * @param stream {@link Stream#SAMPLE_SPIKES} or {@link Stream#INITIALISATION_SPIKES}
     * @param channelCapacity number of input channels
     */
    public RateSpikes(long seed, Stream stream, int channelCapacity) {
        this.seed = seed;
        this.stream = stream;
        this.channels = new int[channelCapacity];
        int groups = (channelCapacity + LANES - 1) / LANES;
        this.group = new int[groups];
        this.words = new int[groups * LANES];
        this.word = new int[channelCapacity];
        this.limit = new int[channelCapacity];
        this.random = new PhiloxRow(seed, stream, groups);
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
        this.presentation = presentation;
        channelCount = 0;
        int groups = 0;
        for (int first = 0; first < rates.length; first += LANES) {
            int before = channelCount;
            for (int channel = first; channel < Math.min(first + LANES, rates.length); channel++) {
                if (rates[channel] > 0) {
                    // (x >>> 8) * 2^-24 < rate, in integers; a rate is a multiple of no finer step than a double holds.
                    limit[channelCount] = (int) Math.ceil(rates[channel] * 0x1p24);
                    word[channelCount] = groups * LANES + channel - first;
                    channels[channelCount++] = channel;
                }
            }
            if (channelCount > before) {
                group[groups++] = first / LANES;
            }
        }
        random.start(group, groups, presentation);
    }

    /** The run's seed. */
    public long seed() {
        return seed;
    }

    /** Where the draws come from. */
    public Stream stream() {
        return stream;
    }

    /** Sample id, or position in the initialisation sequence. */
    public int presentation() {
        return presentation;
    }

    /** By active channel: a draw of 24 bits below this, at most 2^24, is a spike. The live array. */
    public int[] limits() {
        return limit;
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
        random.words(t, words);
        int count = 0;
        for (int k = 0; k < channelCount; k++) {
            // Both are at most 2^24: the difference is negative exactly for a spike, and no branch is mispredicted.
            into[count] = k;
            count += (words[word[k]] >>> 8) - limit[k] >>> 31;
        }
        return count;
    }
}
