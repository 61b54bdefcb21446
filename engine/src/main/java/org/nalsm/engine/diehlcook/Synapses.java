package org.nalsm.engine.diehlcook;

/**
 * The plastic synapses by input and delay. Synapses of an input lie side by side, those of equal delay too, in the order
 * of their neurons: a place per synapse, at which the kernels keep its weight and its last arrival. So what arrives of
 * an input spike in one step is one piece of memory, and what arrives in the next step follows it. Immutable.
 */
final class Synapses {
    final int neurons;
    final int inputs = DiehlCookModel.INPUTS;
    /** Longest delay in steps. */
    final int longestDelay;
    /** Neuron by place. */
    final int[] post;
    /** Place by neuron, then input: {@code place[j * inputs + i]}. */
    final int[] place;
    /**
     * First place of the synapses of input i with delay d, at {@code i * (longestDelay + 2) + d}; those with delay d end
     * where those with d + 1 begin.
     */
    final int[] first;

    /** @param delays delay of synapse (i, j) in steps at {@code i * neurons + j}, 0 to {@code longestDelay} */
    Synapses(int neurons, int longestDelay, short[] delays) {
        this.neurons = neurons;
        this.longestDelay = longestDelay;
        int synapses = inputs * neurons;
        if (delays.length != synapses) {
            throw new IllegalArgumentException(delays.length + " delays of " + synapses + " synapses");
        }
        post = new int[synapses];
        place = new int[synapses];
        first = new int[inputs * stride()];
        for (int i = 0; i < inputs; i++) {
            sort(i, delays);
        }
    }

    /** Distance in {@link #first} from one input to the next. */
    int stride() {
        return longestDelay + 2;
    }

    private void sort(int input, short[] delays) {
        int row = input * stride();
        int[] next = new int[stride()];
        for (int j = 0; j < neurons; j++) {
            int delay = delays[input * neurons + j];
            if (delay < 0 || delay > longestDelay) {
                throw new IllegalArgumentException("a delay of " + delay + " steps");
            }
            next[delay + 1]++;
        }
        next[0] = input * neurons;
        for (int d = 0; d <= longestDelay; d++) {
            next[d + 1] += next[d];
        }
        System.arraycopy(next, 0, first, row, stride());
        for (int j = 0; j < neurons; j++) {
            int p = next[delays[input * neurons + j]]++;
            post[p] = j;
            place[j * inputs + input] = p;
        }
    }

    /** Values by place from those by synapse, {@code i * neurons + j}. */
    float[] toPlaces(float[] bySynapse) {
        float[] byPlace = new float[post.length];
        for (int p = 0; p < post.length; p++) {
            byPlace[p] = bySynapse[synapse(p)];
        }
        return byPlace;
    }

    /** Likewise. */
    int[] toPlaces(int[] bySynapse) {
        int[] byPlace = new int[post.length];
        for (int p = 0; p < post.length; p++) {
            byPlace[p] = bySynapse[synapse(p)];
        }
        return byPlace;
    }

    /** Values by synapse from those by place. */
    float[] toSynapses(float[] byPlace) {
        float[] bySynapse = new float[post.length];
        for (int p = 0; p < post.length; p++) {
            bySynapse[synapse(p)] = byPlace[p];
        }
        return bySynapse;
    }

    /** Likewise. */
    int[] toSynapses(int[] byPlace) {
        int[] bySynapse = new int[post.length];
        for (int p = 0; p < post.length; p++) {
            bySynapse[synapse(p)] = byPlace[p];
        }
        return bySynapse;
    }

    private int synapse(int place) {
        return place / neurons * neurons + post[place];
    }
}
