package org.nalsm.engine.liquid.simulation;

import java.util.Arrays;

/**
 * Every liquid spike of one sample, with the liquid's and the input's activity and the astrocyte per
 * millisecond. Spikes are sorted by (time, neuron).
 */
public final class SpikeRecording implements StepObserver {
    // Unsigned: a network has up to 65,535 neurons.
    private final short[] liquidSpikes;
    private final short[] inputSpikes;
    private final float[] astrocyte;
    private short[] times = new short[1024];
    private int[] neurons = new int[1024];
    private int size;

    /** @param durationMs steps that will be seen, at most 32,767 */
    public SpikeRecording(int durationMs) {
        if (durationMs < 1 || durationMs > Short.MAX_VALUE) {
            throw new IllegalArgumentException("durationMs must be 1 to 32767, not " + durationMs);
        }
        liquidSpikes = new short[durationMs];
        inputSpikes = new short[durationMs];
        astrocyte = new float[durationMs];
    }

    @Override
    public void step(int t, int[] spiking, int liquid, int input, float astrocyteState) {
        if (size + liquid > times.length) {
            int capacity = Math.max(size + liquid, 2 * times.length);
            times = Arrays.copyOf(times, capacity);
            neurons = Arrays.copyOf(neurons, capacity);
        }
        Arrays.fill(times, size, size + liquid, (short) t);
        System.arraycopy(spiking, 0, neurons, size, liquid);
        size += liquid;
        liquidSpikes[t] = (short) liquid;
        inputSpikes[t] = (short) input;
        astrocyte[t] = astrocyteState;
    }

    /** Duration, ms. */
    public int durationMs() {
        return astrocyte.length;
    }

    /** Times of all spikes, ms; a copy. */
    public short[] times() {
        return Arrays.copyOf(times, size);
    }

    /** Neurons of all spikes, parallel to {@link #times()}; a copy. */
    public int[] neurons() {
        return Arrays.copyOf(neurons, size);
    }

    /** Liquid spikes at a millisecond. */
    public int liquidSpikes(int t) {
        return Short.toUnsignedInt(liquidSpikes[t]);
    }

    /** Input neuron spikes at a millisecond. */
    public int inputSpikes(int t) {
        return Short.toUnsignedInt(inputSpikes[t]);
    }

    /** Astrocyte state after a millisecond. */
    public float astrocyte(int t) {
        return astrocyte[t];
    }
}
