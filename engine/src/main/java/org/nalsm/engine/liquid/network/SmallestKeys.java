package org.nalsm.engine.liquid.network;

import java.util.Arrays;
import java.util.function.IntToLongFunction;

/**
 * Which of many unsigned keys are the smallest, found without holding them: they are counted by their first bits, and only
 * those with the first bits of the last one wanted are sorted.
 *
 * @param limit the largest of the smallest keys; 0 if none is wanted
 * @param ties how many keys that equal {@code limit} are among the smallest
 */
record SmallestKeys(long limit, int ties) {
    private static final int BITS = 16;

    /**
     * Of {@code size} keys the {@code wanted} smallest.
     *
     * @param key of an index in [0, size); the same whenever it is asked for
     * @param wanted 0 to {@code size}
     */
    static SmallestKeys of(int size, int wanted, IntToLongFunction key) {
        if (wanted == 0) {
            return new SmallestKeys(0, 0);
        }
        int[] counts = new int[1 << BITS];
        for (int i = 0; i < size; i++) {
            counts[first(key.applyAsLong(i))]++;
        }
        int bits = 0;
        int smaller = 0;
        while (smaller + counts[bits] < wanted) {
            smaller += counts[bits++];
        }
        long[] candidates = new long[counts[bits]];
        int found = 0;
        for (int i = 0; i < size; i++) {
            long candidate = key.applyAsLong(i);
            if (first(candidate) == bits) {
                candidates[found++] = candidate;
            }
        }
        Arrays.sort(candidates); // the bit that makes Java's order differ is the same in all of them
        int last = wanted - smaller - 1;
        int ties = 1;
        while (last - ties >= 0 && candidates[last - ties] == candidates[last]) {
            ties++;
        }
        return new SmallestKeys(candidates[last], ties);
    }

    private static int first(long key) {
        return (int) (key >>> (Long.SIZE - BITS));
    }
}
