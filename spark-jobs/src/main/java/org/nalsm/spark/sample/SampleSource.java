package org.nalsm.spark.sample;

import java.io.Serializable;
import org.nalsm.engine.dataset.EventDataset;
import org.nalsm.engine.dataset.ImageDataset;

/** The raw samples of a dataset and their labels, broadcast to the executors; each model family encodes them itself. */
public interface SampleSource extends Serializable {
    /** Name of the dataset. */
    String name();

    /** The class of a sample, by its id in the dataset's own order. */
    int label(int sampleId);

    /** What the samples are without what was put around them: {@link Images} or {@link Events}. */
    default SampleSource raw() {
        return this;
    }

    /** Images of 8 bit pixels. */
    record Images(ImageDataset images) implements SampleSource {
        @Override
        public String name() {
            return images.name();
        }

        @Override
        public int label(int sampleId) {
            return images.label(sampleId);
        }
    }

    /** Recordings of an event camera. */
    record Events(EventDataset events) implements SampleSource {
        @Override
        public String name() {
            return events.name();
        }

        @Override
        public int label(int sampleId) {
            return events.label(sampleId);
        }
    }

    /** Samples that a model family makes as it needs them. */
    record Generated(String name) implements SampleSource {
        @Override
        public int label(int sampleId) {
            throw new IllegalStateException(name + " knows its samples itself");
        }
    }

    /** The same samples with labels from elsewhere: a user's files need not have any. */
    record Labelled(SampleSource samples, int[] labels) implements SampleSource {
        @Override
        public String name() {
            return samples.name();
        }

        @Override
        public int label(int sampleId) {
            return labels[sampleId];
        }

        @Override
        public SampleSource raw() {
            return samples.raw();
        }
    }
}
