package org.nalsm.engine.lsnn;

import static org.nalsm.engine.lsnn.LaneKernel.LANES;

/**
 * The connections of a layer whose weight is not 0, by their source: input channels, then neurons. Within a source they
 * are sorted by delay, then postsynaptic neuron, which is the order in which currents are added up.
 */
final class Connections {
    private final int inputs;
    private final int n;
    private final LayerWeights weights;

    /** Connections of source i are {@code start[i] <= c < start[i + 1]}. */
    final int[] start;

    final float[] weight;
    /** Where a spike arrives, from the row of its step on: {@code delay * n + j} times the lanes. */
    final int[] arrival;

    Connections(AlifParameters p, LayerWeights weights) {
        this.inputs = p.inputs();
        this.n = p.neurons();
        this.weights = weights;
        start = new int[p.sources() + 1];
        for (int i = 0; i < p.sources(); i++) {
            int count = 0;
            for (int j = 0; j < n; j++) {
                count += weight(i, j) != 0 ? 1 : 0;
            }
            start[i + 1] = start[i] + count;
        }
        weight = new float[start[p.sources()]];
        arrival = new int[weight.length];
        int c = 0;
        for (int i = 0; i < p.sources(); i++) {
            for (int d = 0; d < p.delays(); d++) {
                for (int j = 0; j < n; j++) {
                    if (delay(i, j) == d && weight(i, j) != 0) {
                        weight[c] = weight(i, j);
                        arrival[c] = (d * n + j) * LANES;
                        c++;
                    }
                }
            }
        }
    }

    /** Weight of a source's connection; 0 of a neuron to itself. */
    float weight(int source, int j) {
        if (source < inputs) {
            return weights.in()[source * n + j];
        }
        return source - inputs == j ? 0 : weights.rec()[(source - inputs) * n + j];
    }

    int delay(int source, int j) {
        return source < inputs ? weights.inDelay()[source * n + j] : weights.recDelay()[(source - inputs) * n + j];
    }
}
