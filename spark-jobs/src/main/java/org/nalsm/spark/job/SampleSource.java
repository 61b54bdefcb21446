package org.nalsm.spark.job;

import java.io.Serializable;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.nalsm.engine.dataset.EventDataset;
import org.nalsm.engine.dataset.ImageDataset;
import org.nalsm.engine.dataset.Split;
import org.nalsm.engine.liquid.encoding.EventInputs;
import org.nalsm.engine.liquid.encoding.ImageInputs;
import org.nalsm.engine.liquid.encoding.NoisyImages;
import org.nalsm.engine.liquid.encoding.SampleInputs;

/** The samples of a dataset, broadcast to the executors; each task makes its own encoder. */
public interface SampleSource extends Serializable {
    /** Name of the dataset. */
    String name();

    /** Number of input channels. */
    int channels();

    /** A new encoder for one thread. */
    SampleInputs inputs(long runSeed);

    /** By what the rates of training images are normalised, see {@link ImageDataset}; empty for events. */
    default OptionalDouble trainingPixelShare() {
        return OptionalDouble.empty();
    }

    /**
     * Noisy copies of the test samples, for kernel quality.
     *
     * @param runSeed the run's seed, of the noise as well
     * @throws UnsupportedOperationException if there is no noise for such samples
     */
    default SampleSource noisyTestSamples(long runSeed) {
        throw new UnsupportedOperationException("no noise for " + name());
    }

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

        @Override
        public OptionalDouble trainingPixelShare() {
            return OptionalDouble.of(images.largestShare(Split.TRAIN.firstSampleId()));
        }

        @Override
        public SampleSource noisyTestSamples(long runSeed) {
            return new NoisyImageCopies(images, largestNoisyShare(images, runSeed));
        }

        /** Over the whole noisy test file, however few of its samples are used. */
        private static double largestNoisyShare(ImageDataset images, long seed) {
            return IntStream.range(0, images.available(Split.TEST))
                    .parallel()
                    .mapToDouble(k -> {
                        double[] pixels = new double[images.channels()];
                        int id = Split.TEST.sampleId(k);
                        new NoisyImages(seed).noisy(images.image(id), id, pixels);
                        return NoisyImages.largestShare(pixels);
                    })
                    .max()
                    .orElseThrow();
        }
    }

    /**
     * Images with Gaussian noise on every pixel.
     *
     * @param largestShare the largest pixel share of all noisy images, by which rates are normalised
     */
    record NoisyImageCopies(ImageDataset images, double largestShare) implements SampleSource {
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
            return ImageInputs.noisy(images, runSeed, largestShare);
        }
    }

    /**
     * Event recordings, one channel a polarity and pixel.
     *
     * @param sampleMs duration of a sample, ms
     * @param snapshotMs duration of a snapshot of liquid initialisation, ms
     * @param shifted whether every sample is shifted in time at random, the noise of kernel quality
     */
    record Events(EventDataset events, int sampleMs, int snapshotMs, boolean shifted) implements SampleSource {
        @Override
        public String name() {
            return shifted ? events.name() + " with noise" : events.name();
        }

        @Override
        public int channels() {
            return events.channels();
        }

        @Override
        public SampleInputs inputs(long runSeed) {
            return shifted
                    ? EventInputs.shifted(events, runSeed, sampleMs, snapshotMs)
                    : new EventInputs(events, runSeed, sampleMs, snapshotMs);
        }

        @Override
        public SampleSource noisyTestSamples(long runSeed) {
            return new Events(events, sampleMs, snapshotMs, true);
        }
    }
}
