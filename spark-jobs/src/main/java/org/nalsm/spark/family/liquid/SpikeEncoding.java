package org.nalsm.spark.family.liquid;

import java.io.Serializable;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.apache.spark.broadcast.Broadcast;
import org.nalsm.engine.dataset.EventDataset;
import org.nalsm.engine.dataset.ImageDataset;
import org.nalsm.engine.dataset.Split;
import org.nalsm.engine.liquid.encoding.EventInputs;
import org.nalsm.engine.liquid.encoding.ImageInputs;
import org.nalsm.engine.liquid.encoding.NoisyImages;
import org.nalsm.engine.liquid.encoding.SampleInputs;
import org.nalsm.spark.sample.SampleSource;

/**
 * How raw samples become a liquid's input spikes (liquid-semantics, section 6). Travels to executors; each task makes its
 * own encoder of it.
 *
 * @param runSeed seed of rates' spikes and of noise
 * @param durationMs of a sample, ms
 * @param snapshotMs of a snapshot of liquid initialisation, ms
 * @param noise whether the noise of kernel quality is added
 * @param largestNoisyShare with noise, the largest pixel share of all noisy images, by which rates are normalised
 */
public record SpikeEncoding(long runSeed, int durationMs, int snapshotMs, boolean noise, double largestNoisyShare)
        implements Serializable {

    /** As an experiment says. */
    public static SpikeEncoding of(LiquidSettings settings) {
        return new SpikeEncoding(
                settings.runSeed(),
                settings.config().simulation().durationMs(),
                settings.config().initialisation().snapshotMs(),
                false,
                Double.NaN);
    }

    /** The same with noise on the dataset's test samples. */
    SpikeEncoding withNoise(SampleSource samples) {
        double share = samples.raw() instanceof SampleSource.Images images
                ? largestNoisyShare(images.images(), runSeed)
                : Double.NaN;
        return new SpikeEncoding(runSeed, durationMs, snapshotMs, true, share);
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

    /** By what the rates of a dataset's training images are normalised, see {@link ImageDataset}; empty for events. */
    static OptionalDouble trainingPixelShare(SampleSource samples) {
        return samples.raw() instanceof SampleSource.Images images
                ? OptionalDouble.of(images.images().largestShare(Split.TRAIN.firstSampleId()))
                : OptionalDouble.empty();
    }

    /** An encoder for one thread. */
    SampleInputs inputs(Broadcast<SampleSource> samples) {
        return inputs(samples.value());
    }

    /** An encoder for one thread. */
    public SampleInputs inputs(SampleSource samples) {
        if (samples.raw() instanceof SampleSource.Images images) {
            return noise
                    ? ImageInputs.noisy(images.images(), runSeed, largestNoisyShare)
                    : new ImageInputs(images.images(), runSeed);
        } else if (samples.raw() instanceof SampleSource.Events recordings) {
            EventDataset events = recordings.events();
            return noise
                    ? EventInputs.shifted(events, runSeed, durationMs, snapshotMs)
                    : new EventInputs(events, runSeed, durationMs, snapshotMs);
        }
        throw new IllegalStateException("no encoding of " + samples.raw().getClass());
    }
}
