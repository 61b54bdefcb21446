package org.nalsm.engine.liquid.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Against sorting all of them. */
class SmallestKeysTest {
    @Test
    void likeSortingAllOfThem() {
        SplittableRandom random = new SplittableRandom(7);
        for (int trial = 0; trial < 200; trial++) {
            int size = random.nextInt(1, 60);
            // Few different keys: many are equal, on both sides of the sign bit and with equal first bits.
            long[] pool = random.longs(random.nextInt(1, 12)).toArray();
            long shared = random.nextLong() << 20;
            long[] keys = random.ints(size, 0, pool.length)
                    .mapToLong(i -> i % 2 == 0 ? pool[i] : shared | (pool[i] & 7))
                    .toArray();
            for (int wanted = 1; wanted <= size; wanted++) {
                check(keys, wanted);
            }
        }
    }

    private static void check(long[] keys, int wanted) {
        BigInteger[] sorted = LongStream.of(keys)
                .mapToObj(key -> new BigInteger(Long.toUnsignedString(key)))
                .sorted(Comparator.naturalOrder())
                .toArray(BigInteger[]::new);
        BigInteger limit = sorted[wanted - 1];
        int ties = 0;
        for (int i = 0; i < wanted; i++) {
            ties += sorted[i].equals(limit) ? 1 : 0;
        }
        assertThat(SmallestKeys.of(keys.length, wanted, i -> keys[i]))
                .isEqualTo(new SmallestKeys(limit.longValue(), ties));
    }

    @Test
    void noneWanted() {
        assertThat(SmallestKeys.of(3, 0, i -> i).ties()).isZero();
    }
}
