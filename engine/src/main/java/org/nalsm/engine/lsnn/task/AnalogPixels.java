package org.nalsm.engine.lsnn.task;

import java.io.Serializable;
import org.nalsm.engine.lsnn.InputSequence;

/**
 * An image as a sequence of gray values, row by row, into one analog input channel; the answer is expected in the last step.
 *
 * @param side rows and columns of an image; even if pooled
 * @param pooled whether 2 x 2 pixels are averaged
 * @param stepsPerPixel steps that a value is shown, at least 1
 */
public record AnalogPixels(int side, boolean pooled, int stepsPerPixel) implements Serializable {
    private static final float WHITE = 255;

    private int shownSide() {
        return pooled ? side / 2 : side;
    }

    /** Length of a sequence. */
    public int steps() {
        return shownSide() * shownSide() * stepsPerPixel;
    }

    /** @param image unsigned bytes, row by row */
    public InputSequence encode(byte[] image) {
        float[] values = new float[steps()];
        for (int t = 0; t < values.length; t++) {
            values[t] = value(image, t / stepsPerPixel);
        }
        return InputSequence.analog(values.length, values);
    }

    private float value(byte[] image, int m) {
        if (!pooled) {
            return (image[m] & 0xFF) / WHITE;
        }
        int at = 2 * (m / shownSide()) * side + 2 * (m % shownSide());
        int sum =
                (image[at] & 0xFF) + (image[at + 1] & 0xFF) + (image[at + side] & 0xFF) + (image[at + side + 1] & 0xFF);
        return sum / (4 * WHITE);
    }
}
