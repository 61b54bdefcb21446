package org.nalsm.engine.liquid.analysis;

import org.nalsm.engine.liquid.network.Network;

/**
 * The branching factor of liquid activity: how many spikes of its targets follow a spike of a neuron, for
 * each spike of its sources that preceded it. About 1 at the edge of chaos, below it where activity dies
 * out. For a spike of neuron n at t, with {@code post} the spikes of n's liquid targets in [t + 1, t + 5) and
 * {@code pre} those of its liquid sources in [t - 4, t), the ratio is
 *
 * <pre>post / max(pre, 1)</pre>
 *
 * averaged over the spikes of n at t in [29, T - 29), then over the neurons that have any, then over samples.
 * Spikes of the first and last 25 ms count nowhere, which the bounds of t see to. Input neurons take no part.
 * The definition is that of the publication's program (V. A. Ivanov, K. P. Michmizos, NeurIPS 2021).
 * Immutable; safe for use by many threads.
 */
public final class BranchingFactor {
    /** Milliseconds left out at both ends of a sample. */
    public static final int MARGIN_MS = 25;
    /** Milliseconds before and after a spike in which sources and targets count. */
    public static final int WINDOW_MS = 4;

    private final int liquid;
    private final int[] targetStart;
    private final char[] target;
    private final int[] sourceStart;
    private final char[] source;

    /** Takes what it needs of the network's liquid synapses. */
    public BranchingFactor(Network network) {
        liquid = network.liquid();
        target = new char[network.liquidSynapses()];
        network.copyPost(0, target.length, target, 0);
        targetStart = new int[liquid + 1];
        for (int n = 0; n <= liquid; n++) {
            targetStart[n] = network.rowStart(n);
        }
        sourceStart = new int[liquid + 1];
        for (char post : target) {
            sourceStart[post + 1]++;
        }
        for (int n = 0; n < liquid; n++) {
            sourceStart[n + 1] += sourceStart[n];
        }
        source = new char[target.length];
        int[] next = sourceStart.clone();
        for (int pre = 0; pre < liquid; pre++) {
            for (int s = targetStart[pre]; s < targetStart[pre + 1]; s++) {
                source[next[target[s]]++] = (char) pre;
            }
        }
    }

    /**
     * The branching factor of one recorded sample.
     *
     * @param tMs time of every liquid spike, ms from 0, ascending
     * @param neuron neuron of every spike, parallel to {@code tMs}; a neuron spikes at most once a millisecond
     * @param durationMs length T of the sample
     * @return at least 0; NaN if no neuron spikes at t in [29, T - 29): a silent or very short sample has no
     *     branching factor and stays out of the mean over samples
     * @throws IllegalArgumentException when the arrays do not fit together, times are not ascending or not in
     *     [0, T), or a neuron is not one of the liquid's
     */
    public double ofSample(short[] tMs, int[] neuron, int durationMs) {
        int[] first = firstSpikeOfEachMillisecond(tMs, neuron, durationMs);
        int[] before = new int[liquid];
        int[] after = new int[liquid];
        double[] ratioSum = new double[liquid];
        int[] spikes = new int[liquid];
        int from = MARGIN_MS + WINDOW_MS;
        int to = durationMs - MARGIN_MS - WINDOW_MS;
        if (from < to) {
            add(neuron, first[from - WINDOW_MS], first[from], 1, before);
            add(neuron, first[from + 1], first[from + 1 + WINDOW_MS], 1, after);
        }
        for (int t = from; t < to; t++) {
            for (int k = first[t]; k < first[t + 1]; k++) {
                int n = neuron[k];
                int post = sum(after, target, targetStart[n], targetStart[n + 1]);
                int pre = sum(before, source, sourceStart[n], sourceStart[n + 1]);
                ratioSum[n] += post / (double) Math.max(pre, 1);
                spikes[n]++;
            }
            // The windows of t + 1.
            add(neuron, first[t - WINDOW_MS], first[t - WINDOW_MS + 1], -1, before);
            add(neuron, first[t], first[t + 1], 1, before);
            add(neuron, first[t + 1], first[t + 2], -1, after);
            add(neuron, first[t + 1 + WINDOW_MS], first[t + 2 + WINDOW_MS], 1, after);
        }
        return meanOverNeurons(ratioSum, spikes);
    }

    /**
     * The mean over samples, without those that have no branching factor (NaN).
     *
     * @return NaN if no sample has one
     */
    public static double mean(double[] samples) {
        double sum = 0;
        int count = 0;
        for (double sample : samples) {
            if (!Double.isNaN(sample)) {
                sum += sample;
                count++;
            }
        }
        return sum / count;
    }

    private static double meanOverNeurons(double[] ratioSum, int[] spikes) {
        double sum = 0;
        int neurons = 0;
        for (int n = 0; n < spikes.length; n++) {
            if (spikes[n] > 0) {
                sum += ratioSum[n] / spikes[n];
                neurons++;
            }
        }
        return sum / neurons;
    }

    private static void add(int[] neuron, int from, int to, int amount, int[] counts) {
        for (int k = from; k < to; k++) {
            counts[neuron[k]] += amount;
        }
    }

    private static int sum(int[] counts, char[] neurons, int from, int to) {
        int sum = 0;
        for (int s = from; s < to; s++) {
            sum += counts[neurons[s]];
        }
        return sum;
    }

    /** Length durationMs + 1; the last entry is the number of spikes. */
    private int[] firstSpikeOfEachMillisecond(short[] tMs, int[] neuron, int durationMs) {
        if (tMs.length != neuron.length) {
            throw new IllegalArgumentException(tMs.length + " spike times, " + neuron.length + " neurons");
        }
        int[] first = new int[durationMs + 1];
        int t = 0;
        for (int k = 0; k < tMs.length; k++) {
            if (neuron[k] < 0 || neuron[k] >= liquid) {
                throw new IllegalArgumentException("spike " + k + ": neuron " + neuron[k] + " of " + liquid);
            }
            if (tMs[k] < 0 || tMs[k] >= durationMs || (k > 0 && tMs[k] < tMs[k - 1])) {
                throw new IllegalArgumentException(
                        "spike " + k + " at " + tMs[k] + " ms: times must ascend from 0 and lie below " + durationMs);
            }
            while (t < tMs[k]) {
                first[++t] = k;
            }
        }
        while (t < durationMs) {
            first[++t] = tMs.length;
        }
        return first;
    }
}
