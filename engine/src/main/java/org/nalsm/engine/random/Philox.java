package org.nalsm.engine.random;

import java.io.Serializable;

/**
 * The counter-based generator Philox4x32-10 (J. K. Salmon, M. A. Moraes, R. O. Dror, D. E. Shaw,
 * "Parallel random numbers: as easy as 1, 2, 3", SC 2011). A block of four 32-bit words is a function of
 * a 64-bit key, here the seed, and a 128-bit counter, here three indices and the {@link Stream}.
 * Immutable and safe for use by many threads.
 */
public final class Philox implements Serializable {
    private static final long serialVersionUID = 1L;

    private static final int ROUNDS = 10;
    private static final long MULTIPLIER_0 = 0xD2511F53L;
    private static final long MULTIPLIER_1 = 0xCD9E8D57L;
    private static final int WEYL_0 = 0x9E3779B9;
    private static final int WEYL_1 = 0xBB67AE85;
    private static final long WORD = 0xFFFFFFFFL;
    private static final float TWO_TO_MINUS_24 = 0x1p-24f;

    private final int key0;
    private final int key1;

    /** @param seed its low 32 bits are the first key word, its high 32 bits the second */
    public Philox(long seed) {
        key0 = (int) seed;
        key1 = (int) (seed >>> 32);
    }

    /**
     * Computes the block at (index0, index1, index2) of a stream.
     *
     * @param out receives the four words; longer arrays are left alone behind them
     */
    public void block(Stream stream, int index0, int index1, int index2, int[] out) {
        block(key0, key1, index0, index1, index2, stream.number(), out);
    }

    /** The 64-bit sort key {@code (x0 << 32) | x1} of a block; compare it unsigned. */
    public long sortKey(Stream stream, int index0, int index1, int index2) {
        int[] words = new int[4];
        block(stream, index0, index1, index2, words);
        return ((long) words[0] << 32) | (words[1] & WORD);
    }

    /** The first word of a block. */
    public int word(Stream stream, int index0, int index1, int index2) {
        int[] words = new int[4];
        block(stream, index0, index1, index2, words);
        return words[0];
    }

    /** A uniform float in [0, 1) with 24 bits: {@code (word >>> 8) * 2^-24}. */
    public static float uniform(int word) {
        return (word >>> 8) * TWO_TO_MINUS_24;
    }

    static void block(int key0, int key1, int counter0, int counter1, int counter2, int counter3, int[] out) {
        finish(0, key0, key1, counter0, counter1, counter2, counter3, out, 0);
    }

    /** The rounds from {@code round} on, given the state before that round; four words to {@code out[at...]}. */
    void finish(int round, int c0, int c1, int c2, int c3, int[] out, int at) {
        finish(round, key0, key1, c0, c1, c2, c3, out, at);
    }

    private static void finish(
            int firstRound,
            int key0,
            int key1,
            int counter0,
            int counter1,
            int counter2,
            int counter3,
            int[] out,
            int at) {
        int c0 = counter0;
        int c1 = counter1;
        int c2 = counter2;
        int c3 = counter3;
        int k0 = key0 + firstRound * WEYL_0;
        int k1 = key1 + firstRound * WEYL_1;
        for (int round = firstRound; round < ROUNDS; round++) {
            long product0 = MULTIPLIER_0 * (c0 & WORD);
            long product1 = MULTIPLIER_1 * (c2 & WORD);
            c0 = (int) (product1 >>> 32) ^ c1 ^ k0;
            c1 = (int) product1;
            c2 = (int) (product0 >>> 32) ^ c3 ^ k1;
            c3 = (int) product0;
            k0 += WEYL_0;
            k1 += WEYL_1;
        }
        out[at] = c0;
        out[at + 1] = c1;
        out[at + 2] = c2;
        out[at + 3] = c3;
    }

    /** First key word of a round. */
    int key0(int round) {
        return key0 + round * WEYL_0;
    }

    /** Second key word of a round. */
    int key1(int round) {
        return key1 + round * WEYL_1;
    }

    static int high0(int word) {
        return (int) (MULTIPLIER_0 * (word & WORD) >>> 32);
    }

    static int low0(int word) {
        return (int) (MULTIPLIER_0 * (word & WORD));
    }

    static int high1(int word) {
        return (int) (MULTIPLIER_1 * (word & WORD) >>> 32);
    }

    static int low1(int word) {
        return (int) (MULTIPLIER_1 * (word & WORD));
    }
}
