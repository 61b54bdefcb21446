package org.nalsm.engine.lsnn;

import java.util.Objects;

/**
 * What the input channels of a layer do over a sample: spikes, or analog values of every channel and step.
 *
 * @param steps length, ms, 1 to {@value #MOST_STEPS}
 * @param events spikes, {@code step << 16 | channel} with steps from 1; in any order, each at most once
 * @param analog value of channel i in step t at {@code (t - 1) * inputs + i}; empty if there are only spikes
 */
public record InputSequence(int steps, int[] events, float[] analog) {
    /** Longest sample, steps. */
    public static final int MOST_STEPS = 32_000;

    static final int STEP_SHIFT = 16;
    static final int CHANNEL = 0xFFFF;

    /** @throws IllegalArgumentException if the length is out of range */
    public InputSequence {
        Objects.requireNonNull(events, "events");
        Objects.requireNonNull(analog, "analog");
        if (steps < 1 || steps > MOST_STEPS) {
            throw new IllegalArgumentException("a sample of " + steps + " steps must have 1 to " + MOST_STEPS);
        }
    }

    /** Spikes alone; see {@link #event}. */
    public static InputSequence spikes(int steps, int... events) {
        return new InputSequence(steps, events, new float[0]);
    }

    /** Analog values alone, step by step. */
    public static InputSequence analog(int steps, float[] values) {
        return new InputSequence(steps, new int[0], values);
    }

    /** A spike of a channel, from 0, in a step, from 1. */
    public static int event(int step, int channel) {
        return step << STEP_SHIFT | channel;
    }

    /** The step of a spike. */
    public static int step(int event) {
        return event >>> STEP_SHIFT;
    }

    /** The channel of a spike. */
    public static int channel(int event) {
        return event & CHANNEL;
    }
}
