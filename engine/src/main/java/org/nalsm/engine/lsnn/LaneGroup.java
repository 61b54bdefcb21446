package org.nalsm.engine.lsnn;

import static org.nalsm.engine.lsnn.LaneKernel.LANES;

import java.util.Arrays;
import java.util.List;

/**
 * {@value LaneKernel#LANES} samples side by side through the steps of a sequence, and what the backward pass needs of them.
 * The order of operations of a forward step is {@link #step}; what comes before t = 1 is the initial state.
 *
 * <p>A source is an input channel or a neuron; what a neuron spiked in step t - 1 it sends in step t, as inputs do. The row
 * of step t in {@code rows} first gathers I_t, up to D - 1 steps ahead, and becomes v_t.
 */
final class LaneGroup {
    private final AlifParameters p;
    private final AlifConstants constants;
    private final LaneKernel kernel;
    private final int n;
    private final int width;
    private final int adaptiveWidth;
    /** Steps of history before the first. */
    private final int lead;

    final int steps;
    /**
     * v_t, row t from 0; beyond the last step, currents on their way: (T + D + 1) x n x lanes. The backward pass puts gI_t in
     * the place of v_t.
     */
    final float[] rows;
    /** b_t of the adaptive neurons: (T + 1) x n_A x lanes. */
    final float[] adaptation;
    /** Lanes in which a source sends in step t: see {@link #sourceRow}. */
    final int[] sources;
    /** Lanes that are refractory in step t: (T + 1) x n. */
    final int[] refractory;
    /** Analog inputs of step t, T x m x lanes; empty if there are only spikes. */
    float[] analog = new float[0];

    private final float[] trace;
    private final float[] noSum;
    private final int[] counts;

    LaneGroup(AlifParameters p, int steps, LaneKernel kernel) {
        this.p = p;
        this.constants = AlifConstants.of(p);
        this.kernel = kernel;
        this.steps = steps;
        n = p.neurons();
        width = n * LANES;
        adaptiveWidth = p.adaptive() * LANES;
        lead = LaneState.history(p) - 1;
        rows = new float[Math.multiplyExact(steps + 1 + p.delays(), width)];
        adaptation = new float[Math.multiplyExact(steps + 1, adaptiveWidth)];
        sources = new int[Math.multiplyExact(steps + 1 + lead, p.sources())];
        refractory = new int[Math.multiplyExact(steps + 1, n)];
        trace = new float[width];
        noSum = new float[0];
        counts = new int[n];
    }

    AlifConstants constants() {
        return constants;
    }

    /** Index in {@code sources} of the first source in step t, from 1 - lead to T + 1. */
    int sourceRow(int t) {
        return (t - 1 + lead) * p.sources();
    }

    /** Likewise of the first neuron: what the neurons sent, so spiked in step t - 1. */
    int neuronRow(int t) {
        return sourceRow(t) + p.inputs();
    }

    int row(int t) {
        return t * width;
    }

    int adaptationRow(int t) {
        return t * adaptiveWidth;
    }

    /**
     * Runs the samples.
     *
     * @param samples at most as many as there are lanes; lanes without a sample have no input
     * @param state on entry the state before the first step, on exit that after the last one
     * @param windows where readout traces are averaged
     * @param means receives the mean traces of each window: windows x n x lanes
     */
    void forward(
            List<InputSequence> samples,
            LaneState state,
            Connections connections,
            ReadoutWindows windows,
            float[] means) {
        begin(samples, state);
        float[][] sums = new float[windows.count()][width];
        for (int t = 1; t <= steps; t++) {
            step(t, connections);
            int window = windows.at(t);
            kernel.trace(
                    p.kappa(), sources, neuronRow(t + 1), n, trace, window < 0 ? noSum : sums[window], window >= 0);
        }
        for (int w = 0; w < sums.length; w++) {
            float share = 1f / windows.length(w);
            for (int a = 0; a < width; a++) {
                means[w * width + a] = sums[w][a] * share;
            }
        }
        end(state);
    }

    /** One step: what arrives, then the neurons. */
    private void step(int t, Connections connections) {
        Arrays.fill(rows, row(t + p.delays() - 1), row(t + p.delays()), 0);
        int from = sourceRow(t);
        for (int i = 0; i < p.sources(); i++) {
            int spikes = sources[from + i];
            if (spikes != 0) {
                kernel.deliver(
                        spikes,
                        connections.weight,
                        connections.arrival,
                        connections.start[i],
                        connections.start[i + 1],
                        rows,
                        row(t));
            }
        }
        if (analog.length > 0) {
            deliverAnalog(t, connections);
        }
        noteRefractory(t);
        kernel.advanceRegular(
                constants,
                rows,
                row(t - 1),
                row(t),
                sources,
                neuronRow(t),
                refractory,
                t * n,
                sources,
                neuronRow(t + 1),
                0,
                p.regular());
        kernel.advanceAdaptive(
                constants,
                rows,
                row(t - 1),
                row(t),
                adaptation,
                adaptationRow(t - 1),
                adaptationRow(t),
                sources,
                neuronRow(t),
                refractory,
                t * n,
                sources,
                neuronRow(t + 1),
                p.regular(),
                n);
        for (int j = 0; j < n; j++) {
            counts[j] += Integer.bitCount(sources[neuronRow(t + 1) + j]);
        }
    }

    /** Few channels have analog values, so one loop serves both kernels. */
    private void deliverAnalog(int t, Connections connections) {
        for (int i = 0; i < p.inputs(); i++) {
            int x = ((t - 1) * p.inputs() + i) * LANES;
            for (int c = connections.start[i]; c < connections.start[i + 1]; c++) {
                int at = row(t) + connections.arrival[c];
                for (int l = 0; l < LANES; l++) {
                    rows[at + l] = Math.fma(connections.weight[c], analog[x + l], rows[at + l]);
                }
            }
        }
    }

    private void noteRefractory(int t) {
        int at = t * n;
        Arrays.fill(refractory, at, at + n, 0);
        for (int q = 0; q < p.refractoryMs(); q++) {
            int from = neuronRow(t - q);
            for (int j = 0; j < n; j++) {
                refractory[at + j] |= sources[from + j];
            }
        }
    }

    private void begin(List<InputSequence> samples, LaneState state) {
        Arrays.fill(sources, 0);
        Arrays.fill(counts, 0);
        Arrays.fill(trace, 0);
        System.arraycopy(state.potential, 0, rows, 0, width);
        System.arraycopy(state.current, 0, rows, width, state.current.length);
        System.arraycopy(state.adaptation, 0, adaptation, 0, adaptiveWidth);
        for (int q = 0; q <= lead; q++) {
            System.arraycopy(state.spikes, q * n, sources, neuronRow(1 - lead + q), n);
        }
        boolean hasAnalog = samples.stream().anyMatch(sample -> sample.analog().length > 0);
        analog = hasAnalog ? new float[steps * p.inputs() * LANES] : new float[0];
        for (int l = 0; l < samples.size(); l++) {
            InputSequence sample = samples.get(l);
            for (int event : sample.events()) {
                sources[sourceRow(InputSequence.step(event)) + InputSequence.channel(event)] |= 1 << l;
            }
            for (int k = 0; k < sample.analog().length; k++) {
                analog[k * LANES + l] = sample.analog()[k];
            }
        }
    }

    private void end(LaneState state) {
        System.arraycopy(rows, row(steps), state.potential, 0, width);
        System.arraycopy(rows, row(steps + 1), state.current, 0, state.current.length);
        System.arraycopy(adaptation, adaptationRow(steps), state.adaptation, 0, adaptiveWidth);
        for (int q = 0; q <= lead; q++) {
            System.arraycopy(sources, neuronRow(steps + 1 - lead + q), state.spikes, q * n, n);
        }
    }

    /** Spikes of each neuron in the last forward pass, over all lanes. */
    int[] counts() {
        return counts;
    }

    /** Whether a neuron spiked in step t, from 1. */
    boolean spiked(int lane, int t, int j) {
        return (sources[neuronRow(t + 1) + j] >>> lane & 1) != 0;
    }

    /** Threshold of a neuron in step t, from 0. */
    float threshold(int lane, int t, int j) {
        return j < p.regular()
                ? constants.threshold()
                : Math.fma(
                        constants.beta(),
                        adaptation[adaptationRow(t) + (j - p.regular()) * LANES + lane],
                        constants.threshold());
    }
}
