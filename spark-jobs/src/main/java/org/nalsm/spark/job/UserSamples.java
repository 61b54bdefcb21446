package org.nalsm.spark.job;

import java.util.List;
import org.nalsm.engine.liquid.encoding.InputSpikes;
import org.nalsm.engine.liquid.encoding.SampleInputs;
import org.nalsm.spark.readout.CountMatrix;

/**
 * A user's own samples, numbered from 0 in the order they were found.
 *
 * @param source encodes them
 * @param labels class of each, {@link #UNLABELLED} where it is not known
 * @param origins where each came from
 * @param digest hexadecimal hash of contents and labels
 */
public record UserSamples(SampleSource source, int[] labels, List<Origin> origins, String digest) {
    /** Label of a sample whose class is not known. */
    public static final int UNLABELLED = CountMatrix.UNLABELLED;

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

    /** The encoder's source with these labels. */
    SampleSource labelled() {
        return new Labelled(source, labels);
    }

    /** Takes the labels from an array: files need not have any. */
    private record Labelled(SampleSource source, int[] labels) implements SampleSource {
        @Override
        public String name() {
            return source.name();
        }

        @Override
        public int channels() {
            return source.channels();
        }

        @Override
        public SampleInputs inputs(long runSeed) {
            return new LabelledInputs(source.inputs(runSeed), labels);
        }
    }

    private record LabelledInputs(SampleInputs inputs, int[] labels) implements SampleInputs {
        @Override
        public int channels() {
            return inputs.channels();
        }

        @Override
        public int label(int sampleId) {
            return labels[sampleId];
        }

        @Override
        public InputSpikes sample(int sampleId) {
            return inputs.sample(sampleId);
        }

        @Override
        public InputSpikes snapshot(int sampleId, int position) {
            return inputs.snapshot(sampleId, position);
        }
    }
}
