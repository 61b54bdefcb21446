package org.nalsm.engine.lsnn.learning;

import org.nalsm.engine.random.Philox;
import org.nalsm.engine.random.Stream;

/** Random numbers of one stream in the distributions that are needed here, by three indices. */
final class Draws {
    private static final double TWO_TO_MINUS_32 = 0x1p-32;
    private static final long WORD = 0xFFFFFFFFL;

    private final Philox random;
    private final Stream stream;
    private final int[] words = new int[4];

    Draws(long seed, Stream stream) {
        this.random = new Philox(seed);
        this.stream = stream;
    }

    /** Uniform in the open interval from 0 to 1. */
    double uniform(int index0, int index1, int index2) {
        random.block(stream, index0, index1, index2, words);
        return uniform(words[0]);
    }

    private static double uniform(int word) {
        return ((word & WORD) + 0.5) * TWO_TO_MINUS_32;
    }

    /** A whole number from 0 to below {@code bound}, uniform but for one part in 2^32 / bound. */
    int below(int bound, int index0, int index1, int index2) {
        random.block(stream, index0, index1, index2, words);
        return (int) ((words[0] & WORD) * bound >>> Integer.SIZE);
    }

    /** Normal with mean 0 and standard deviation 1, after G. E. P. Box and M. E. Muller. */
    double normal(int index0, int index1, int index2) {
        random.block(stream, index0, index1, index2, words);
        return StrictMath.sqrt(-2 * StrictMath.log(uniform(words[0])))
                * StrictMath.cos(2 * Math.PI * uniform(words[1]));
    }
}
