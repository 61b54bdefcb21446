package org.nalsm.engine.liquid.simulation;

import java.util.Arrays;
import java.util.Comparator;
import org.nalsm.engine.random.Philox;
import org.nalsm.engine.random.Stream;

/**
 * The order in which training samples are shown to initialise a liquid: all pairs (sample, repetition),
 * sorted by (key, sample, repetition), of which the first {@code snapshots} count (liquid-semantics,
 * section 5).
 */
public final class InitialisationSequence {
    private final int[] samples;

    /**
     * @param seed the run's seed
     * @param trainingSamples samples 0 to trainingSamples - 1 take part; at least 1
     * @param snapshots length of the sequence, at least 0
     */
    public InitialisationSequence(long seed, int trainingSamples, int snapshots) {
        if (trainingSamples < 1 || snapshots < 0) {
            throw new IllegalArgumentException(
                    "no sequence of %d snapshots from %d samples".formatted(snapshots, trainingSamples));
        }
        record Entry(long key, int sample, int repetition) {}
        int repetitions = (snapshots + trainingSamples - 1) / trainingSamples;
        Entry[] entries = new Entry[Math.multiplyExact(repetitions, trainingSamples)];
        Philox random = new Philox(seed);
        for (int sample = 0, at = 0; sample < trainingSamples; sample++) {
            for (int repetition = 0; repetition < repetitions; repetition++) {
                long key = random.sortKey(Stream.INITIALISATION_ORDER, sample, repetition, 0) ^ Long.MIN_VALUE;
                entries[at++] = new Entry(key, sample, repetition);
            }
        }
        Arrays.sort(
                entries,
                Comparator.comparingLong(Entry::key)
                        .thenComparingInt(Entry::sample)
                        .thenComparingInt(Entry::repetition));
        samples = Arrays.stream(entries, 0, snapshots).mapToInt(Entry::sample).toArray();
    }

    /** Number of snapshots. */
    public int length() {
        return samples.length;
    }

    /** The training sample shown at a position. */
    public int sample(int position) {
        return samples[position];
    }
}
