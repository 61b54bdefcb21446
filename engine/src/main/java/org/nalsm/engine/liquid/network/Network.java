package org.nalsm.engine.liquid.network;

import java.io.Serializable;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/**
 * An immutable network in compressed rows. Neurons are numbered excitatory, inhibitory, inputs. Synapses
 * are numbered in presynaptic order, and by postsynaptic neuron within a row; every weight array of the
 * project has that order.
 */
public final class Network implements Serializable {
    private static final long serialVersionUID = 1L;

    private final int excitatory;
    private final int liquid;
    private final int inputs;
    private final int[] rowStart;
    private final char[] post;
    private final byte[] sign;
    private final int[] cell;
    private final int maxFanIn;

    /**
     * Takes ownership of the arrays.
     *
     * @param excitatory number of excitatory liquid neurons
     * @param liquid number N of liquid neurons
     * @param inputs number of input channels; channel c is neuron N + c
     * @param rowStart first synapse of every presynaptic neuron, length liquid + inputs + 1
     * @param post postsynaptic neuron of every synapse, ascending and distinct within a row
     * @param sign +1 or -1 for every synapse
     * @param cell grid cell (x * sizeY + y) * sizeZ + z of every liquid neuron
     * @throws IllegalArgumentException when the arrays do not fit together
     */
    public Network(int excitatory, int liquid, int inputs, int[] rowStart, char[] post, byte[] sign, int[] cell) {
        this.excitatory = excitatory;
        this.liquid = liquid;
        this.inputs = inputs;
        this.rowStart = rowStart;
        this.post = post;
        this.sign = sign;
        this.cell = cell;
        if (rowStart.length != liquid + inputs + 1
                || rowStart[liquid + inputs] != post.length
                || sign.length != post.length
                || cell.length != liquid
                || excitatory > liquid) {
            throw new IllegalArgumentException("network arrays of unequal lengths");
        }
        this.maxFanIn = largestFanIn();
    }

    /** Number of liquid neurons N. */
    public int liquid() {
        return liquid;
    }

    /** Number of excitatory neurons; they come first. */
    public int excitatory() {
        return excitatory;
    }

    /** Number of input neurons, one a channel; neuron {@code liquid() + channel}. */
    public int inputs() {
        return inputs;
    }

    /** Number of synapses. */
    public int synapses() {
        return post.length;
    }

    /** Number of synapses between liquid neurons; they are the first ones. */
    public int liquidSynapses() {
        return rowStart[liquid];
    }

    /** First synapse of presynaptic neuron {@code pre}; {@code pre} may be one past the last neuron. */
    public int rowStart(int pre) {
        return rowStart[pre];
    }

    /** Postsynaptic neuron of a synapse. */
    public int post(int synapse) {
        return post[synapse];
    }

    /** +1 or -1. */
    public int sign(int synapse) {
        return sign[synapse];
    }

    /** Grid cell of a liquid neuron, {@code (x * sizeY + y) * sizeZ + z}. */
    public int cell(int neuron) {
        return cell[neuron];
    }

    /** The largest number of synapses that end on one neuron. */
    public int maxFanIn() {
        return maxFanIn;
    }

    /** Copies the postsynaptic neurons of synapses [from, to) to {@code target[at...]}. */
    public void copyPost(int from, int to, char[] target, int at) {
        System.arraycopy(post, from, target, at, to - from);
    }

    /** Weights of one absolute value, signs as the network has them; length {@link #synapses()}. */
    public float[] weights(float absolute) {
        float[] weights = new float[post.length];
        for (int s = 0; s < weights.length; s++) {
            weights[s] = sign[s] * absolute;
        }
        return weights;
    }

    /** The class of synapses from {@code pre} to {@code post}. */
    public SynapseClass classOf(int pre, int postNeuron) {
        if (pre >= liquid) {
            return SynapseClass.INPUT;
        }
        if (pre < excitatory) {
            return postNeuron < excitatory ? SynapseClass.EE : SynapseClass.EI;
        }
        return postNeuron < excitatory ? SynapseClass.IE : SynapseClass.II;
    }

    /** Number of synapses of every class. */
    public Map<SynapseClass, Integer> synapseCounts() {
        Map<SynapseClass, Integer> counts = new EnumMap<>(SynapseClass.class);
        for (SynapseClass kind : SynapseClass.values()) {
            counts.put(kind, 0);
        }
        for (int pre = 0; pre < liquid + inputs; pre++) {
            for (int s = rowStart[pre]; s < rowStart[pre + 1]; s++) {
                counts.merge(classOf(pre, post[s]), 1, Integer::sum);
            }
        }
        return counts;
    }

    /** Number of neuron pairs that could be connected, by class (a neuron is not connected to itself). */
    public long possiblePairs(SynapseClass kind) {
        long e = excitatory;
        long i = (long) liquid - excitatory;
        return switch (kind) {
            case EE -> e * (e - 1);
            case EI, IE -> e * i;
            case II -> i * (i - 1);
            case INPUT -> (long) inputs * liquid;
        };
    }

    private int largestFanIn() {
        int[] fanIn = new int[liquid];
        for (char p : post) {
            fanIn[p]++;
        }
        return Arrays.stream(fanIn).max().orElse(0);
    }
}
