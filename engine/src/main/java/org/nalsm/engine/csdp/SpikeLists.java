package org.nalsm.engine.csdp;

import java.util.Arrays;

/** Who spikes in a layer in one step, sample by sample. */
final class SpikeLists {
    final int size;
    /** Neurons of sample b, ascending, from {@code b size} on. */
    final int[] neurons;
    /** Their numbers by sample. */
    final int[] counts;
    /** Whether a neuron spikes in any sample. */
    final boolean[] isHeard;

    SpikeLists(int size, int samples) {
        this.size = size;
        this.neurons = new int[Math.multiplyExact(size, samples)];
        this.counts = new int[samples];
        this.isHeard = new boolean[size];
    }

    /** Nobody spikes. */
    void clear() {
        Arrays.fill(counts, 0);
        Arrays.fill(isHeard, false);
    }

    /** Lists the neurons of a sample whose spikes are given as {@code spikes[tile][sample]}. */
    void read(long[][] spikes, int sample) {
        int from = sample * size;
        int at = from;
        for (int t = 0; t < spikes.length; t++) {
            for (long rest = spikes[t][sample]; rest != 0; rest &= rest - 1) {
                neurons[at++] = t * Tile.WIDTH + Long.numberOfTrailingZeros(rest);
            }
        }
        counts[sample] = at - from;
    }

    /** Once all samples are read: finds who spikes in any of them, and returns the number of spikes. */
    long sum() {
        Arrays.fill(isHeard, false);
        long total = 0;
        for (int b = 0; b < counts.length; b++) {
            for (int e = b * size; e < b * size + counts[b]; e++) {
                isHeard[neurons[e]] = true;
            }
            total += counts[b];
        }
        return total;
    }
}
