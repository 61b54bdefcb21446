package org.nalsm.engine.dataset;

import java.util.Locale;
import java.util.Objects;

/**
 * The three parts of a dataset of 60,000 training and 10,000 test samples. The boundaries are fixed; a run
 * may use the first n samples of each part.
 */
public enum Split {
    /** Samples 0..49999: initialisation of the liquid, training of the readout. */
    TRAIN(0, 50_000),
    /** Samples 50000..59999, the last of the training file: choice of epoch and penalty. */
    VALID(50_000, 10_000),
    /** Samples 60000..69999, the test file: reported once. */
    TEST(60_000, 10_000);

    private final int firstSampleId;
    private final int size;

    Split(int firstSampleId, int size) {
        this.firstSampleId = firstSampleId;
        this.size = size;
    }

    /** Lower-case name, as tables and configuration have it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Sample id of the first sample. */
    public int firstSampleId() {
        return firstSampleId;
    }

    /** Number of samples of the whole split. */
    public int size() {
        return size;
    }

    /**
     * Sample id of the {@code position}-th sample of this split.
     *
     * @throws IndexOutOfBoundsException if the position is not in [0, {@link #size()})
     */
    public int sampleId(int position) {
        return firstSampleId + Objects.checkIndex(position, size);
    }

    /**
     * The split a sample belongs to.
     *
     * @throws IllegalArgumentException if no split holds it
     */
    public static Split of(int sampleId) {
        for (Split split : values()) {
            if (sampleId >= split.firstSampleId && sampleId < split.firstSampleId + split.size) {
                return split;
            }
        }
        throw new IllegalArgumentException("no split holds sample " + sampleId);
    }

    /**
     * The split of that lower-case name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Split labelled(String label) {
        for (Split split : values()) {
            if (split.label().equals(label)) {
                return split;
            }
        }
        throw new IllegalArgumentException("no split is called '" + label + "'");
    }
}
