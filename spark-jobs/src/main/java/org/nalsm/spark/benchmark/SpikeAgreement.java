package org.nalsm.spark.benchmark;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.nalsm.spark.family.liquid.Backend;

/**
 * Sees to it that the backends of a benchmark do the same work. Event-driven ones must agree to the last spike. The
 * dense one rounds differently, so single spikes may differ, but not the total by more than a tenth.
 */
final class SpikeAgreement {
    private static final double DENSE_TOLERANCE = 0.1;

    /** What the others must agree with. */
    private record Reference(Backend backend, int[][] counts) {}

    private @Nullable Reference reference;
    private float @Nullable [] weights;

    /**
     * Whatever the backend, liquids are initialised event by event: to the same weights, bit for bit.
     *
     * @throws IllegalStateException if these are not the weights that were checked first
     */
    void checkWeights(Backend backend, float[] initialised) {
        if (weights == null) {
            weights = initialised;
        } else if (!Arrays.equals(initialised, weights)) {
            throw new IllegalStateException("the kernels disagree: that of backend " + backend
                    + " initialises the liquid to other weights than the first one");
        }
    }

    /**
     * Compares with what was checked first, if possible by an event-driven backend.
     *
     * @param counts spike counts, [samples x neurons]; kept
     * @return share of the counts that differ, 0 to 1
     * @throws IllegalStateException if the backends disagree
     */
    double check(Backend backend, int[][] counts) {
        Reference first = reference;
        double differing = first == null ? 0 : compare(backend, counts, first);
        if (first == null || first.backend == Backend.DENSE) {
            reference = new Reference(backend, counts);
        }
        return differing;
    }

    private static double compare(Backend backend, int[][] counts, Reference first) {
        long differing = 0;
        for (int sample = 0; sample < counts.length; sample++) {
            for (int n = 0; n < counts[sample].length; n++) {
                differing += counts[sample][n] == first.counts[sample][n] ? 0 : 1;
            }
        }
        boolean exact = backend != Backend.DENSE && first.backend != Backend.DENSE;
        long here = total(counts);
        long there = total(first.counts);
        if (exact ? differing > 0 : Math.abs(here - there) > DENSE_TOLERANCE * there) {
            throw new IllegalStateException(
                    ("the backends %s and %s disagree: %,d and %,d spikes, %,d of the counts differ")
                            .formatted(first.backend, backend, there, here, differing));
        }
        return (double) differing / Math.max(1, (long) counts.length * counts[0].length);
    }

    private static long total(int[][] counts) {
        return Arrays.stream(counts).mapToLong(row -> Arrays.stream(row).sum()).sum();
    }
}
