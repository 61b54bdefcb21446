package org.nalsm.spark.job;

import org.nalsm.engine.dataset.ImageDataset;
import org.nalsm.engine.encoding.InputSpikes;
import org.nalsm.engine.encoding.NoisyImages;
import org.nalsm.engine.encoding.RateSpikes;
import org.nalsm.engine.encoding.SampleInputs;
import org.nalsm.engine.random.Stream;

/** Noisy copies of images as Bernoulli spike trains. They are never used for initialisation. */
final class NoisyImageInputs implements SampleInputs {
    private final ImageDataset images;
    private final NoisyImages noise;
    private final double largestShare;
    private final RateSpikes spikes;
    private final double[] pixels;
    private final float[] rates;

    NoisyImageInputs(ImageDataset images, long noiseSeed, double largestShare, long runSeed) {
        this.images = images;
        this.noise = new NoisyImages(noiseSeed);
        this.largestShare = largestShare;
        this.spikes = new RateSpikes(runSeed, Stream.SAMPLE_SPIKES, images.channels());
        this.pixels = new double[images.channels()];
        this.rates = new float[images.channels()];
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
        noise.noisy(images.image(sampleId), sampleId, pixels);
        NoisyImages.rates(pixels, largestShare, rates);
        spikes.present(rates, sampleId);
        return spikes;
    }

    @Override
    public InputSpikes snapshot(int sampleId, int position) {
        throw new UnsupportedOperationException("liquids are initialised on clean samples");
    }
}
