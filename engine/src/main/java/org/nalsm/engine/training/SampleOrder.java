package org.nalsm.engine.training;

import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.nalsm.engine.random.Philox;
import org.nalsm.engine.random.Stream;

/**
 * The samples of a training set in the order in which they are drawn: all of them once an epoch, in an order of the epoch's
 * own. Position k of the whole sequence is a function of (seed, k) alone. Not for several threads.
 */
public final class SampleOrder {
    private static final long WORD = 0xFFFFFFFFL;

    private final Philox random;
    private final Stream stream;
    private final int samples;
    private final int purpose;
    private long epoch = -1;
    /** Null before the first draw. */
    private int @Nullable [] order;

    /**
     * @param stream of the random numbers; their indices are position in the epoch, epoch and purpose
     * @param samples number of samples
     * @param purpose tells orders with the same seed and stream apart
     */
    public SampleOrder(long seed, Stream stream, int samples, int purpose) {
        this.random = new Philox(seed);
        this.stream = stream;
        this.samples = samples;
        this.purpose = purpose;
    }

    /** The sample at a position of the whole sequence, 0 to below the number of samples. */
    public int at(long position) {
        int[] current = order;
        if (current == null || position / samples != epoch) {
            epoch = position / samples;
            current = shuffled((int) epoch);
            order = current;
        }
        return current[(int) (position % samples)];
    }

    private int[] shuffled(int number) {
        int[] all = IntStream.range(0, samples).toArray();
        for (int k = samples - 1; k > 0; k--) {
            long word = random.word(stream, k, number, purpose) & WORD;
            int other = (int) (word * (k + 1) >>> Integer.SIZE);
            int swapped = all[k];
            all[k] = all[other];
            all[other] = swapped;
        }
        return all;
    }
}
