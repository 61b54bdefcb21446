package org.nalsm.engine.lsnn;

import static org.nalsm.engine.lsnn.LaneKernel.BLOCK;
import static org.nalsm.engine.lsnn.LaneKernel.LANES;

import java.util.Arrays;

/**
 * The backward pass through a {@link LaneGroup}, by the chain rule from the last step to the first; its working memory is
 * used for one group after the other. Adjoints are written g: gZ of the spikes, gV of the potentials, gB of the
 * adaptations, gP of the readout traces. Those of the currents, gI_t, are kept for all steps in the group's rows: spikes
 * meet them D - 1 steps later, and weights at the end.
 */
final class LaneAdjoint {
    private final AlifParameters p;
    private final LaneKernel kernel;
    private final int steps;
    private final int n;
    private final int width;

    private final float[] gZ;
    private final float[] gV;
    private final float[] gB;
    private final float[] gP;
    /** What gZ of the step before gets from reset and adaptation. */
    private final float[] carry;

    /** gI of a few neurons, step by step: {@link LaneKernel#BLOCK} x (T + D + 1) x lanes. */
    private final float[] columns;

    private final int columnLength;
    private final float[] sums = new float[BLOCK * LANES];

    LaneAdjoint(AlifParameters p, int steps, LaneKernel kernel) {
        this.p = p;
        this.kernel = kernel;
        this.steps = steps;
        n = p.neurons();
        width = n * LANES;
        gZ = new float[width];
        gV = new float[width];
        gB = new float[p.adaptive() * LANES];
        gP = new float[width];
        carry = new float[width];
        // An odd number of cache lines, so that columns do not share cache sets.
        columnLength = (steps + p.delays() + 1 | 1) * LANES;
        columns = new float[Math.multiplyExact(BLOCK, columnLength)];
    }

    /**
     * Differentiates.
     *
     * @param drive per window, dL/do_t W_out^T: n x lanes each
     * @param bias per neuron, what every spike adds to the loss by itself
     * @param gradient receives dL/dW of every pair, also of those that are not connected: sources x n
     */
    void backward(
            LaneGroup group,
            Connections connections,
            ReadoutWindows windows,
            float[][] drive,
            float[] bias,
            float[] gradient) {
        for (float[] adjoint : new float[][] {gV, gB, gP, carry}) {
            Arrays.fill(adjoint, 0);
        }
        Arrays.fill(group.rows, group.row(steps), group.rows.length, 0);
        for (int t = steps; t >= 1; t--) {
            step(t, group, connections, windows, drive, bias);
        }
        weights(group, connections, gradient);
    }

    /** From step t to t - 1: what spikes are blamed for, then the neurons. */
    private void step(
            int t, LaneGroup group, Connections connections, ReadoutWindows windows, float[][] drive, float[] bias) {
        AlifConstants constants = group.constants();
        kernel.gather(
                connections.weight,
                connections.arrival,
                connections.start,
                p.inputs(),
                n,
                group.rows,
                group.row(t + 1),
                gZ);
        int window = windows.at(t);
        kernel.adjointReadout(p.kappa(), n, drive[Math.max(0, window)], window >= 0, gP, carry, bias, gZ);
        kernel.adjointRegular(
                constants,
                group.rows,
                group.row(t - 1),
                group.sources,
                group.neuronRow(t),
                group.refractory,
                t * n,
                gZ,
                gV,
                carry,
                0,
                p.regular());
        kernel.adjointAdaptive(
                constants,
                group.rows,
                group.row(t - 1),
                group.adaptation,
                group.adaptationRow(t),
                group.sources,
                group.neuronRow(t),
                group.refractory,
                t * n,
                gZ,
                gV,
                gB,
                carry,
                p.regular(),
                n);
    }

    /** Every pair of a source and a neuron: spikes times the adjoint of the current that they (would) have caused. */
    private void weights(LaneGroup group, Connections connections, float[] gradient) {
        int[] start = new int[p.sources() + 1];
        int[] events = events(group, start);
        for (int j = 0; j < n; j += BLOCK) {
            for (int q = 0; q < BLOCK && j + q < n; q++) {
                kernel.copyColumn(
                        group.rows, (j + q) * LANES, width, steps + p.delays() + 1, columns, q * columnLength);
            }
            for (int i = 0; i < p.sources(); i++) {
                if (start[i] == start[i + 1]) {
                    Arrays.fill(gradient, i * n + j, i * n + Math.min(n, j + BLOCK), 0);
                } else {
                    kernel.correlate(
                            events,
                            start[i],
                            start[i + 1],
                            columns,
                            base(connections, i, j, 0),
                            base(connections, i, j, 1),
                            base(connections, i, j, 2),
                            base(connections, i, j, 3),
                            sums);
                    for (int q = 0; q < BLOCK && j + q < n; q++) {
                        gradient[i * n + j + q] = sum(q * LANES);
                    }
                }
            }
        }
        if (group.analog.length > 0) {
            addAnalog(group, connections, gradient);
        }
        for (int k = 0; k < n; k++) {
            gradient[(p.inputs() + k) * n + k] = 0;
        }
    }

    /** Where the adjoints that a source's spikes meet at a block's neuron begin; anywhere beyond the last neuron. */
    private int base(Connections connections, int source, int block, int q) {
        return block + q < n ? q * columnLength + connections.delay(source, block + q) * LANES : 0;
    }

    /** The steps in which each source sends, as {@link LaneKernel#correlate} wants them. */
    private int[] events(LaneGroup group, int[] start) {
        int[] sources = group.sources;
        for (int t = 1; t <= steps; t++) {
            int row = group.sourceRow(t);
            for (int i = 0; i < p.sources(); i++) {
                start[i + 1] += sources[row + i] != 0 ? 1 : 0;
            }
        }
        for (int i = 0; i < p.sources(); i++) {
            start[i + 1] += start[i];
        }
        int[] next = start.clone();
        int[] events = new int[start[p.sources()]];
        for (int t = 1; t <= steps; t++) {
            int row = group.sourceRow(t);
            for (int i = 0; i < p.sources(); i++) {
                if (sources[row + i] != 0) {
                    events[next[i]++] = t << LANES | sources[row + i];
                }
            }
        }
        return events;
    }

    private void addAnalog(LaneGroup group, Connections connections, float[] gradient) {
        for (int i = 0; i < p.inputs(); i++) {
            for (int j = 0; j < n; j++) {
                Arrays.fill(sums, 0, LANES, 0);
                for (int t = 1; t <= steps; t++) {
                    int x = ((t - 1) * p.inputs() + i) * LANES;
                    int adjoint = group.row(t + connections.delay(i, j)) + j * LANES;
                    for (int l = 0; l < LANES; l++) {
                        sums[l] = Math.fma(group.analog[x + l], group.rows[adjoint + l], sums[l]);
                    }
                }
                gradient[i * n + j] += sum(0);
            }
        }
    }

    /** The lanes' sum by halving: an order that does not depend on the kernel. */
    private float sum(int from) {
        for (int half = LANES / 2; half > 0; half /= 2) {
            for (int l = 0; l < half; l++) {
                sums[from + l] += sums[from + l + half];
            }
        }
        return sums[from];
    }
}
