package org.nalsm.engine.lsnn;

import java.io.Serializable;
import java.util.Arrays;

/**
 * The parts of a sequence over which the readout's output is averaged: disjoint, ascending. Outside of them it does not
 * count.
 */
public final class ReadoutWindows implements Serializable {
    private static final long serialVersionUID = 1L;

    private final int[] first;
    private final int[] last;
    private final int[] windowOfStep;

    private ReadoutWindows(int[] first, int[] last) {
        this.first = first;
        this.last = last;
        windowOfStep = new int[last[last.length - 1] + 1];
        Arrays.fill(windowOfStep, -1);
        for (int w = 0; w < first.length; w++) {
            Arrays.fill(windowOfStep, first[w], last[w] + 1, w);
        }
    }

    /** The last steps of a sequence. */
    public static ReadoutWindows last(int steps, int length) {
        if (length < 1 || length > steps) {
            throw new IllegalArgumentException("the last " + length + " of " + steps + " steps are no window");
        }
        return new ReadoutWindows(new int[] {steps - length + 1}, new int[] {steps});
    }

    /** A sequence cut into windows of equal length. */
    public static ReadoutWindows equal(int count, int length) {
        int[] first = new int[count];
        int[] last = new int[count];
        for (int w = 0; w < count; w++) {
            first[w] = w * length + 1;
            last[w] = (w + 1) * length;
        }
        return new ReadoutWindows(first, last);
    }

    /** Number of windows. */
    public int count() {
        return first.length;
    }

    /** Steps of a window. */
    int length(int window) {
        return last[window] - first[window] + 1;
    }

    /** The window of step t, from 1; -1 if there is none. */
    int at(int t) {
        return t < windowOfStep.length ? windowOfStep[t] : -1;
    }
}
