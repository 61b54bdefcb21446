package org.nalsm.engine.lsnn;

import static org.nalsm.engine.lsnn.LaneKernel.LANES;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.jspecify.annotations.Nullable;
import org.nalsm.engine.kernel.Kernel;
import org.nalsm.engine.training.Workers;

/**
 * Batches of samples through a layer and its readout, forward and backward. A batch is cut into groups of
 * {@value LaneKernel#LANES} samples, which threads share; sums over groups are made in their order, so neither the number of
 * threads nor the kernel changes a bit. Keeps the memory of a batch between calls. For use by one thread at a time.
 */
public final class BatchPass {
    private final AlifParameters p;
    private final ReadoutWindows windows;
    private final int steps;
    private final LaneKernel kernel;
    private final Workers workers;
    private final int n;
    private final int width;

    private final List<LaneGroup> groups = new ArrayList<>();
    private final ConcurrentLinkedDeque<LaneAdjoint> adjoints = new ConcurrentLinkedDeque<>();
    /** Null before the first forward pass. */
    private @Nullable Forward last;

    /**
     * @param windows where outputs are averaged
     * @param steps length of every sequence
     * @param workers share the groups; the caller's to close
     */
    public BatchPass(AlifParameters p, ReadoutWindows windows, int steps, Kernel kernel, Workers workers) {
        this.p = p;
        this.windows = windows;
        this.steps = steps;
        this.kernel = LaneKernel.of(kernel);
        this.workers = workers;
        this.n = p.neurons();
        this.width = n * LANES;
    }

    /** Memory that a pass keeps of a batch, about, bytes: each sample's potentials, thresholds and spikes in every step. */
    public static double bytes(AlifParameters p, int steps, int samples) {
        double numbersOfAStep = (p.neurons() + p.adaptive()) * (double) LANES + p.sources() + p.neurons();
        return (double) Float.BYTES * groups(samples) * (steps + p.delays()) * numbersOfAStep;
    }

    /**
     * The last forward pass, as the backward pass needs it.
     *
     * @param traces mean readout traces of each group: windows x n x lanes
     */
    private record Forward(List<InputSequence> samples, Connections connections, Readout readout, float[][] traces) {
        List<InputSequence> samplesOf(int group) {
            return samples.subList(group * LANES, Math.min(samples.size(), (group + 1) * LANES));
        }
    }

    /**
     * What a forward pass leaves.
     *
     * @param outputs mean output of each sample, window and output: samples x windows x outputs
     * @param spikes of each neuron in all samples
     */
    public record Outcome(float[] outputs, long[] spikes) {}

    /**
     * Runs a batch.
     *
     * @param state of as many samples: changed to that after the last step
     */
    public Outcome forward(List<InputSequence> samples, LayerWeights weights, Readout out, BatchState state) {
        weights.check(p);
        int count = groups(samples.size());
        Forward pass =
                new Forward(samples, new Connections(p, weights), out, new float[count][windows.count() * width]);
        last = pass;
        while (groups.size() < count) {
            groups.add(new LaneGroup(p, steps, kernel));
        }
        float[] outputs = new float[samples.size() * windows.count() * out.outputs()];
        workers.forEach(count, g -> {
            groups.get(g).forward(pass.samplesOf(g), state.group(g), pass.connections(), windows, pass.traces()[g]);
            readOut(pass, g, outputs);
        });
        long[] spikes = new long[n];
        for (int g = 0; g < count; g++) {
            for (int j = 0; j < n; j++) {
                spikes[j] += groups.get(g).counts()[j];
            }
        }
        return new Outcome(outputs, spikes);
    }

    /** Number of groups of so many samples. */
    static int groups(int samples) {
        return (samples + LANES - 1) / LANES;
    }

    private void readOut(Forward pass, int group, float[] outputs) {
        Readout readout = pass.readout();
        int classes = readout.outputs();
        int first = group * LANES;
        for (int l = 0; l < pass.samplesOf(group).size(); l++) {
            for (int w = 0; w < windows.count(); w++) {
                int at = ((first + l) * windows.count() + w) * classes;
                System.arraycopy(readout.bias(), 0, outputs, at, classes);
                for (int j = 0; j < n; j++) {
                    float trace = pass.traces()[group][w * width + j * LANES + l];
                    for (int o = 0; o < classes; o++) {
                        outputs[at + o] = Math.fma(trace, readout.weights()[j * classes + o], outputs[at + o]);
                    }
                }
            }
        }
    }

    /**
     * The gradient of a loss after {@link #forward}; gradients stop at the initial state.
     *
     * @param outputAdjoints dL/d(mean output), in the shape of the outputs
     * @param spikeAdjoints what every spike of a neuron adds to the loss by itself: one a neuron
     */
    public Gradient backward(float[] outputAdjoints, float[] spikeAdjoints) {
        Forward pass = Objects.requireNonNull(last, "the forward pass comes first");
        int count = groups(pass.samples().size());
        float[][] pairs = new float[count][p.sources() * n];
        float[][] out = new float[count][pass.readout().weights().length];
        float[][] bias = new float[count][pass.readout().outputs()];
        workers.forEach(count, g -> {
            float[][] drive = new float[windows.count()][width];
            differentiateReadout(pass, g, outputAdjoints, drive, out[g], bias[g]);
            LaneAdjoint adjoint = adjoints.poll();
            if (adjoint == null) {
                adjoint = new LaneAdjoint(p, steps, kernel);
            }
            adjoint.backward(groups.get(g), pass.connections(), windows, drive, spikeAdjoints, pairs[g]);
            adjoints.push(adjoint);
        });
        float[] all = sum(pairs);
        int inputs = p.inputs() * n;
        return new Gradient(
                Arrays.copyOf(all, inputs), Arrays.copyOfRange(all, inputs, all.length), sum(out), sum(bias));
    }

    /** @param drive receives what a step's output blames each neuron's trace for: the window's share of it */
    private void differentiateReadout(
            Forward pass,
            int group,
            float[] outputAdjoints,
            float[][] drive,
            float[] outGradient,
            float[] biasGradient) {
        Readout readout = pass.readout();
        int classes = readout.outputs();
        int first = group * LANES;
        for (int w = 0; w < windows.count(); w++) {
            float share = 1f / windows.length(w);
            for (int l = 0; l < pass.samplesOf(group).size(); l++) {
                int at = ((first + l) * windows.count() + w) * classes;
                for (int o = 0; o < classes; o++) {
                    float adjoint = outputAdjoints[at + o];
                    if (adjoint != 0) {
                        biasGradient[o] += adjoint;
                        for (int j = 0; j < n; j++) {
                            int a = j * LANES + l;
                            int weight = j * classes + o;
                            drive[w][a] = Math.fma(adjoint * share, readout.weights()[weight], drive[w][a]);
                            outGradient[weight] =
                                    Math.fma(adjoint, pass.traces()[group][w * width + a], outGradient[weight]);
                        }
                    }
                }
            }
        }
    }

    private static float[] sum(float[][] parts) {
        float[] sum = parts[0].clone();
        for (int g = 1; g < parts.length; g++) {
            for (int i = 0; i < sum.length; i++) {
                sum[i] += parts[g][i];
            }
        }
        return sum;
    }

    /** Whether a neuron spiked in a step, from 1, of a sample of the last batch. */
    public boolean spiked(int sample, int step, int neuron) {
        return groups.get(sample / LANES).spiked(sample % LANES, step, neuron);
    }

    /** Threshold of a neuron in a step, from 1, of a sample of the last batch. */
    public float threshold(int sample, int step, int neuron) {
        return groups.get(sample / LANES).threshold(sample % LANES, step, neuron);
    }

    /** Membrane potential of a neuron after a step, from 1, of a sample of the last batch; not after {@link #backward}. */
    public float potential(int sample, int step, int neuron) {
        LaneGroup group = groups.get(sample / LANES);
        return group.rows[group.row(step) + neuron * LANES + sample % LANES];
    }
}
