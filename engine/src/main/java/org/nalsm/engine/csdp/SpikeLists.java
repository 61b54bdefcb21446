package org.nalsm.engine.csdp;

import java.util.Arrays;

/** Who spikes in a layer in one step: the neurons of every sample and the samples of every neuron, both ascending. */
final class SpikeLists {
    final int size;
    private final int samples;
    /** Neurons of sample b from {@code b size} on. */
    final int[] neurons;
    /** Their numbers by sample. */
    final int[] counts;
    /** Samples of neuron i at {@code start[i] <= e < start[i + 1]}. */
    final int[] start;

    int[] samplesOf = new int[0];
    private final int[] next;

    SpikeLists(int size, int samples) {
        this.size = size;
        this.samples = samples;
        this.neurons = new int[Math.multiplyExact(size, samples)];
        this.counts = new int[samples];
        this.start = new int[size + 1];
        this.next = new int[size];
    }

    /** Nobody spikes. */
    void clear() {
        Arrays.fill(counts, 0);
        Arrays.fill(start, 0);
    }

    /** Lists the neurons of a sample whose spikes are given as {@code spikes[tile][sample]}. */
    void read(long[][] spikes, int sample) {
        int at = sample * size;
        int from = at;
        for (int t = 0; t < spikes.length; t++) {
            for (long rest = spikes[t][sample]; rest != 0; rest &= rest - 1) {
                neurons[at++] = t * Tile.WIDTH + Long.numberOfTrailingZeros(rest);
            }
        }
        counts[sample] = at - from;
    }

    /** Lists the samples of the neurons, once the neurons of all samples are listed. */
    void transpose() {
        Arrays.fill(start, 0);
        for (int b = 0; b < samples; b++) {
            for (int e = b * size; e < b * size + counts[b]; e++) {
                start[neurons[e] + 1]++;
            }
        }
        for (int i = 0; i < size; i++) {
            next[i] = start[i];
            start[i + 1] += start[i];
        }
        if (samplesOf.length < start[size]) {
            samplesOf = new int[start[size] + start[size] / 2];
        }
        for (int b = 0; b < samples; b++) {
            for (int e = b * size; e < b * size + counts[b]; e++) {
                samplesOf[next[neurons[e]]++] = b;
            }
        }
    }

    /** Number of spikes. */
    long total() {
        long total = 0;
        for (int count : counts) {
            total += count;
        }
        return total;
    }
}
