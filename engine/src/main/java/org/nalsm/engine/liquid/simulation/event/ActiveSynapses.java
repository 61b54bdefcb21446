package org.nalsm.engine.liquid.simulation.event;

import org.nalsm.engine.liquid.network.Network;

/**
 * The synapses that can matter in a presentation: all those between liquid neurons and those of the active
 * input channels, copied together so that a sample's working set stays in a core's cache. Presynaptic neurons
 * are numbered locally: liquid neurons as in the network, then the active channels in order.
 */
final class ActiveSynapses {
    /** Unused elements behind the arrays of synapses: kernels may read and rewrite them. */
    private static final int OVERRUN = 16;

    private final Network network;
    private final int liquid;
    private final boolean plastic;

    /** Weights of the local synapses. */
    final float[] weights;
    /** Postsynaptic neurons, parallel to {@link #weights}. */
    final int[] post;
    /** First local synapse of a local presynaptic neuron. */
    final int[] rowStart;

    /** Position in {@link #weights} of every incoming synapse, grouped by postsynaptic neuron. */
    final int[] incomingPosition;
    /** Local presynaptic neuron of every incoming synapse. */
    final int[] incomingPre;
    /** Of a postsynaptic neuron: first incoming synapse from an excitatory neuron. */
    final int[] excitatoryStart;
    /** Of a postsynaptic neuron: first incoming synapse from an inhibitory neuron. */
    final int[] inhibitoryStart;
    /** Of a postsynaptic neuron: first incoming synapse from an active channel. */
    final int[] inputStart;
    /** Of a postsynaptic neuron: behind its last incoming synapse. */
    final int[] incomingEnd;

    private int channelCount;

    ActiveSynapses(Network network, boolean plastic) {
        this.network = network;
        this.plastic = plastic;
        this.liquid = network.liquid();
        int synapses = network.synapses();
        weights = new float[synapses + OVERRUN];
        post = new int[synapses + OVERRUN];
        rowStart = new int[liquid + network.inputs() + 1];
        incomingPosition = new int[plastic ? synapses + OVERRUN : 0];
        incomingPre = new int[plastic ? synapses + OVERRUN : 0];
        excitatoryStart = new int[liquid + 1];
        inhibitoryStart = new int[liquid];
        inputStart = new int[liquid];
        incomingEnd = new int[liquid];
        copyPost(0, network.liquidSynapses(), 0);
        for (int pre = 0; pre <= liquid; pre++) {
            rowStart[pre] = network.rowStart(pre);
        }
        if (plastic) {
            listLiquidIncoming();
        }
    }

    /** Number of local neurons: liquid and active channels. */
    int neurons() {
        return liquid + channelCount;
    }

    /** Takes these channels as the active ones, and the weights of their and the liquid's synapses. */
    void activate(int[] channels, int count, float[] networkWeights) {
        channelCount = count;
        int end = network.liquidSynapses();
        System.arraycopy(networkWeights, 0, weights, 0, end);
        for (int k = 0; k < count; k++) {
            int from = network.rowStart(liquid + channels[k]);
            int to = network.rowStart(liquid + channels[k] + 1);
            copyPost(from, to, end);
            System.arraycopy(networkWeights, from, weights, end, to - from);
            end += to - from;
            rowStart[liquid + k + 1] = end;
        }
        if (plastic) {
            listInputIncoming();
        }
    }

    /** The local weights put back among those of the network. */
    float[] inNetworkOrder(int[] channels, float[] networkWeights) {
        float[] all = networkWeights.clone();
        System.arraycopy(weights, 0, all, 0, network.liquidSynapses());
        for (int k = 0; k < channelCount; k++) {
            int from = rowStart[liquid + k];
            int length = rowStart[liquid + k + 1] - from;
            System.arraycopy(weights, from, all, network.rowStart(liquid + channels[k]), length);
        }
        return all;
    }

    /** Every postsynaptic neuron has room for all its incoming synapses; the liquid's never change. */
    private void listLiquidIncoming() {
        for (int s = 0; s < network.synapses(); s++) {
            excitatoryStart[network.post(s) + 1]++;
        }
        for (int j = 0; j < liquid; j++) {
            excitatoryStart[j + 1] += excitatoryStart[j];
            incomingEnd[j] = excitatoryStart[j];
        }
        addIncoming(0, network.excitatory());
        System.arraycopy(incomingEnd, 0, inhibitoryStart, 0, liquid);
        addIncoming(network.excitatory(), liquid);
        System.arraycopy(incomingEnd, 0, inputStart, 0, liquid);
    }

    private void copyPost(int from, int to, int at) {
        for (int s = from; s < to; s++) {
            post[at + s - from] = network.post(s);
        }
    }

    /** Removes the synapses of all channels from the incoming ones; {@link #listInput} adds them again. */
    void unlistInputs() {
        System.arraycopy(inputStart, 0, incomingEnd, 0, liquid);
    }

    /**
     * Adds the synapses of a local channel to the incoming ones. Those of a channel whose trace is 0 and stays 0 do
     * not change and may be missing.
     */
    void listInput(int channel) {
        addIncoming(liquid + channel, liquid + channel + 1);
    }

    private void listInputIncoming() {
        System.arraycopy(inputStart, 0, incomingEnd, 0, liquid);
        addIncoming(liquid, neurons());
    }

    private void addIncoming(int fromPre, int toPre) {
        for (int pre = fromPre; pre < toPre; pre++) {
            for (int s = rowStart[pre]; s < rowStart[pre + 1]; s++) {
                int at = incomingEnd[post[s]]++;
                incomingPosition[at] = s;
                incomingPre[at] = pre;
            }
        }
    }
}
