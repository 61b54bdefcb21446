package org.nalsm.engine.diehlcook;

import java.util.Arrays;

/** Spikes in the order of their steps. */
final class SpikeList {
    private int[] step = new int[64];
    private int[] neuron = new int[64];
    private int size;

    void add(int atStep, int ofNeuron) {
        if (size == step.length) {
            step = Arrays.copyOf(step, 2 * size);
            neuron = Arrays.copyOf(neuron, 2 * size);
        }
        step[size] = atStep;
        neuron[size++] = ofNeuron;
    }

    void clear() {
        size = 0;
    }

    int size() {
        return size;
    }

    int[] steps() {
        return Arrays.copyOf(step, size);
    }

    int[] neurons() {
        return Arrays.copyOf(neuron, size);
    }
}
