package org.nalsm.engine.liquid.encoding;

import org.nalsm.engine.dataset.ImageDataset;
import org.nalsm.engine.random.Stream;

/** Images, or noisy copies of them, as Bernoulli spike trains: a channel a pixel (liquid-semantics, section 6). */
public final class ImageInputs implements SampleInputs {
    private final ImageDataset images;
    private final Rates ratesOf;
    private final RateSpikes sampleSpikes;
    private final RateSpikes snapshotSpikes;
    private final float[] rates;

    /** @param runSeed the run's seed */
    public ImageInputs(ImageDataset images, long runSeed) {
        this(images, images::rates, runSeed);
    }

    private ImageInputs(ImageDataset images, Rates ratesOf, long runSeed) {
        this.images = images;
        this.ratesOf = ratesOf;
        this.sampleSpikes = new RateSpikes(runSeed, Stream.SAMPLE_SPIKES, images.channels());
        this.snapshotSpikes = new RateSpikes(runSeed, Stream.INITIALISATION_SPIKES, images.channels());
        this.rates = new float[images.channels()];
    }

    /**
     * Noisy copies of the images, as kernel quality needs them ({@link NoisyImages}).
     *
     * @param runSeed the run's seed, of the noise as well
     * @param largestShare the largest pixel share of all noisy images of the file, by which rates are normalised
     */
    public static ImageInputs noisy(ImageDataset images, long runSeed, double largestShare) {
        NoisyImages noise = new NoisyImages(runSeed);
        double[] pixels = new double[images.channels()];
        return new ImageInputs(
                images,
                (sampleId, rates) -> {
                    noise.noisy(images.image(sampleId), sampleId, pixels);
                    NoisyImages.rates(pixels, largestShare, rates);
                },
                runSeed);
    }

    @Override
    public int channels() {
        return images.channels();
    }

    @Override
    public int label(int sampleId) {
        return images.label(sampleId);
    }

    @Override
    public InputSpikes sample(int sampleId) {
        return present(sampleSpikes, sampleId, sampleId);
    }

    @Override
    public InputSpikes snapshot(int sampleId, int position) {
        return present(snapshotSpikes, sampleId, position);
    }

    private InputSpikes present(RateSpikes spikes, int sampleId, int presentation) {
        ratesOf.of(sampleId, rates);
        spikes.present(rates, presentation);
        return spikes;
    }

    /** Where the spike probabilities of a sample come from. */
    @FunctionalInterface
    private interface Rates {
        void of(int sampleId, float[] rates);
    }
}
