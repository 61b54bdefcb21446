package org.nalsm.engine.dataset;

import java.io.Serializable;
import java.util.Objects;

/**
 * Grey-scale images of one file with their labels. Pixels are unsigned bytes, {@code count * rows * columns}
 * of them, image after image and row-major within one; labels are {@code count} bytes. Immutable by
 * agreement: the arrays are neither copied at construction nor handed out.
 */
public final class LabelledImages implements Serializable {
    private static final long serialVersionUID = 1L;

    private final int rows;
    private final int columns;
    private final byte[] pixels;
    private final byte[] labels;

    /**
     * Takes ownership of both arrays.
     *
     * @throws IllegalArgumentException if the lengths do not fit together or a dimension is not positive
     */
    public LabelledImages(int rows, int columns, byte[] pixels, byte[] labels) {
        Objects.requireNonNull(pixels, "pixels");
        Objects.requireNonNull(labels, "labels");
        if (rows < 1 || columns < 1 || (long) rows * columns * labels.length != pixels.length) {
            throw new IllegalArgumentException(
                    pixels.length + " pixels are not " + labels.length + " images of " + rows + " x " + columns);
        }
        this.rows = rows;
        this.columns = columns;
        this.pixels = pixels;
        this.labels = labels;
    }

    /** Pixel rows of an image. */
    public int rows() {
        return rows;
    }

    /** Pixel columns of an image. */
    public int columns() {
        return columns;
    }

    /** Pixels of one image, {@code rows * columns}. */
    public int pixelsPerImage() {
        return rows * columns;
    }

    /** Number of images, and of labels. */
    public int count() {
        return labels.length;
    }

    /** Label of image {@code index}, as the file has it. */
    public int label(int index) {
        Objects.checkIndex(index, labels.length);
        return labels[index] & 0xFF;
    }

    /** Pixel {@code position} = row * columns + column of image {@code index}, 0 to 255. */
    public int pixel(int index, int position) {
        Objects.checkIndex(position, pixelsPerImage());
        return pixels[start(index) + position] & 0xFF;
    }

    /** Sum of all pixels of image {@code index}. */
    public long pixelSum(int index) {
        int start = start(index);
        long sum = 0;
        for (int p = start; p < start + pixelsPerImage(); p++) {
            sum += pixels[p] & 0xFF;
        }
        return sum;
    }

    /** Largest pixel of image {@code index}, 0 to 255. */
    public int largestPixel(int index) {
        int start = start(index);
        int largest = 0;
        for (int p = start; p < start + pixelsPerImage(); p++) {
            largest = Math.max(largest, pixels[p] & 0xFF);
        }
        return largest;
    }

    /**
     * Copies image {@code index} into the first {@code rows * columns} elements of {@code target}.
     *
     * @throws IndexOutOfBoundsException if there is no such image or {@code target} is too short
     */
    public void copyImage(int index, byte[] target) {
        System.arraycopy(pixels, start(index), target, 0, pixelsPerImage());
    }

    private int start(int index) {
        return Objects.checkIndex(index, labels.length) * pixelsPerImage();
    }
}
