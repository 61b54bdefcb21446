package org.nalsm.engine.liquid.encoding;

import org.nalsm.engine.random.Philox;
import org.nalsm.engine.random.Stream;

/**
 * Standard normal numbers from stream 9 by Box and Muller's transform:
 * {@code z = sqrt(-2 ln u0) * cos(2 pi u1)}, {@code u = (x + 0.5) * 2^-32}. In StrictMath, because the
 * logarithm and the cosine of Math may differ between machines in the last bit.
 */
final class NoiseDraw {
    private final Philox random;
    private final int[] words = new int[4];

    NoiseDraw(long seed) {
        random = new Philox(seed);
    }

    double z(int index, int sampleId) {
        random.block(Stream.NOISE, index, 0, sampleId, words);
        return Math.sqrt(-2 * StrictMath.log(uniform(words[0]))) * StrictMath.cos(2 * Math.PI * uniform(words[1]));
    }

    private static double uniform(int word) {
        return (Integer.toUnsignedLong(word) + 0.5) * 0x1p-32;
    }
}
