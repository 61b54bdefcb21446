package org.nalsm.engine.random;

/**
 * Philox blocks of one stream at many first indices, for one second index after the other: the same words as
 * {@link Philox#block}, faster. In the first three rounds most of a block depends on the first and third index
 * only, or on the second only; that part is computed once for all blocks that share it. Not for use by
 * several threads at once.
 */
public final class PhiloxRow {
    /** Words of a block. */
    public static final int WORDS = 4;

    private static final int SHARED_ROUNDS = 3;

    private final Philox random;
    private final Stream stream;
    private int size;
    private int index2;

    // By first index, after the second and in the third round; keys are mixed in where they can be.
    private final int[] second3;
    private final int[] second1;
    private final int[] third2;
    private final int[] third3;

    /** @param capacity the largest number of first indices */
    public PhiloxRow(long seed, Stream stream, int capacity) {
        this.random = new Philox(seed);
        this.stream = stream;
        second3 = new int[capacity];
        second1 = new int[capacity];
        third2 = new int[capacity];
        third3 = new int[capacity];
    }

    /** Takes the leading {@code count} entries of {@code index0} as first indices, and the third index. */
    public void start(int[] index0, int count, int thirdIndex) {
        size = count;
        index2 = thirdIndex;
        int shared1 = Philox.low1(thirdIndex);
        for (int k = 0; k < count; k++) {
            int c2 = Philox.high0(index0[k]) ^ stream.number() ^ random.key1(0);
            int c0 = Philox.high1(c2) ^ shared1 ^ random.key0(1);
            second3[k] = Philox.low0(index0[k]) ^ random.key1(1);
            second1[k] = Philox.low1(c2) ^ random.key0(2);
            third2[k] = Philox.high0(c0) ^ random.key1(2);
            third3[k] = Philox.low0(c0);
        }
    }

    /** Computes the blocks at a second index; {@code out} receives {@link #WORDS} words for every first index. */
    public void words(int index1, int[] out) {
        int c0 = Philox.high1(index2) ^ index1 ^ random.key0(0);
        int high = Philox.high0(c0);
        int low = Philox.low0(c0);
        for (int k = 0; k < size; k++) {
            int c2 = high ^ second3[k];
            random.finish(
                    SHARED_ROUNDS,
                    Philox.high1(c2) ^ second1[k],
                    Philox.low1(c2),
                    third2[k] ^ low,
                    third3[k],
                    out,
                    k * WORDS);
        }
    }
}
