package org.nalsm.engine.lsnn.task;

import java.io.Serializable;
import java.util.Arrays;
import org.nalsm.engine.lsnn.InputSequence;

/**
 * An image as a sequence of pixels, row by row, each shown for a number of steps, in spikes of {@value #CHANNELS} channels.
 * With y the pixel over 255 and thresholds k / 39, channel 2k spikes in the step before y rises to the threshold or above it
 * and channel 2k + 1 in that before it falls below, for k from 0 to 38 (that of 0 is never crossed); channel 78 in every step
 * with y = 1. Then channel 79, the cue, spikes in each of as many steps as {@value #CUE_STEPS} pixels take, when an answer is
 * expected.
 *
 * @param pixels of an image
 * @param stepsPerPixel steps that a pixel is shown, at least 1
 */
public record ThresholdCrossings(int pixels, int stepsPerPixel) implements Serializable {
    /** Number of input channels. */
    public static final int CHANNELS = 80;

    /** Steps of the cue, for one step a pixel. */
    public static final int CUE_STEPS = 56;

    /** The outputs are averaged over so many last steps. */
    public static final int ANSWER_STEPS = 28;

    private static final int LEVELS = 39;
    private static final int WHITE = 255;
    private static final int TOUCH = 78;
    private static final int CUE = 79;

    /** Length of a sequence. */
    public int steps() {
        return (pixels + CUE_STEPS) * stepsPerPixel;
    }

    /** @param image unsigned bytes, row by row */
    public InputSequence encode(byte[] image) {
        int[] events = new int[64 + (CUE_STEPS + pixels) * stepsPerPixel];
        int count = 0;
        for (int m = 0; m < pixels; m++) {
            int here = image[m] & 0xFF;
            int level = level(here);
            for (int q = 0; here == WHITE && q < stepsPerPixel; q++) {
                events = withRoom(events, count);
                events[count++] = InputSequence.event(m * stepsPerPixel + q + 1, TOUCH);
            }
            int next = m + 1 < pixels ? level(image[m + 1] & 0xFF) : level;
            int step = (m + 1) * stepsPerPixel;
            for (int k = Math.min(level, next) + 1; k <= Math.max(level, next); k++) {
                events = withRoom(events, count);
                events[count++] = InputSequence.event(step, 2 * k + (next > level ? 0 : 1));
            }
        }
        for (int t = pixels * stepsPerPixel + 1; t <= steps(); t++) {
            events = withRoom(events, count);
            events[count++] = InputSequence.event(t, CUE);
        }
        return InputSequence.spikes(steps(), Arrays.copyOf(events, count));
    }

    /** The highest k from 0 to 38 with y >= k / 39, in whole numbers. */
    private static int level(int pixel) {
        return Math.min(LEVELS - 1, LEVELS * pixel / WHITE);
    }

    private static int[] withRoom(int[] events, int count) {
        return count < events.length ? events : Arrays.copyOf(events, 2 * count);
    }
}
