package org.nalsm.spark.job;

import java.io.Serializable;
import org.nalsm.engine.dataset.EventDataset;
import org.nalsm.engine.dataset.ImageDataset;
import org.nalsm.engine.encoding.EventInputs;
import org.nalsm.engine.encoding.ImageInputs;
import org.nalsm.engine.encoding.SampleInputs;

/** The samples of a dataset, broadcast to the executors; each task makes its own encoder. */
public interface SampleSource extends Serializable {
    /** Name of the dataset. */
    String name();

    /** Number of input channels. */
    int channels();

    /** A new encoder for one thread. */
    SampleInputs inputs(long runSeed);

    /** Images, one channel a pixel. */
    record Images(ImageDataset images) implements SampleSource {
        @Override
        public String name() {
            return images.name();
        }

        @Override
        public int channels() {
            return images.channels();
        }

        @Override
        public SampleInputs inputs(long runSeed) {
            return new ImageInputs(images, runSeed);
        }
    }

    /**
     * Event recordings, one channel a polarity and pixel.
     *
     * @param sampleMs duration of a sample, ms
     * @param snapshotMs duration of a snapshot of liquid initialisation, ms
     */
    record Events(EventDataset events, int sampleMs, int snapshotMs) implements SampleSource {
        @Override
        public String name() {
            return events.name();
        }

        @Override
        public int channels() {
            return events.channels();
        }

        @Override
        public SampleInputs inputs(long runSeed) {
            return new EventInputs(events, runSeed, sampleMs, snapshotMs);
        }
    }

    /**
     * Images with Gaussian noise on every pixel, for kernel quality.
     *
     * @param seed seed of the noise
     * @param largestShare the largest pixel share of all noisy images, by which rates are normalised
     */
    record NoisyCopies(ImageDataset images, long seed, double largestShare) implements SampleSource {
        @Override
        public String name() {
            return images.name() + " with noise";
        }

        @Override
        public int channels() {
            return images.channels();
        }

        @Override
        public SampleInputs inputs(long runSeed) {
            return new NoisyImageInputs(images, seed, largestShare, runSeed);
        }
    }
}
