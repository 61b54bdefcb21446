package org.nalsm.spark.sample;

import java.util.List;

/**
 * A user's own samples, numbered from 0 in the order they were found.
 *
 * @param source the raw samples
 * @param labels class of each, {@link #UNLABELLED} where it is not known
 * @param origins where each came from
 * @param digest hexadecimal hash of contents and labels
 */
public record UserSamples(SampleSource source, int[] labels, List<Origin> origins, String digest) {
    /** Label of a sample whose class is not known. */
    public static final int UNLABELLED = -1;

    /**
     * Where a sample came from.
     *
     * @param file as it was named
     * @param position which sample of the file, from 0
     */
    public record Origin(String file, int position) {}

    /** Number of samples. */
    public int count() {
        return labels.length;
    }

    /** The samples with these labels. */
    public SampleSource labelled() {
        return new SampleSource.Labelled(source, labels);
    }
}
