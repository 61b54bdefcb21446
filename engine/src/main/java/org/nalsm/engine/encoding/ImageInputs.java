package org.nalsm.engine.encoding;

import org.nalsm.engine.dataset.ImageDataset;
import org.nalsm.engine.random.Stream;

/** Images as Bernoulli spike trains: a channel a pixel (liquid-semantics, section 6). */
public final class ImageInputs implements SampleInputs {
    private final ImageDataset images;
    private final RateSpikes sampleSpikes;
    private final RateSpikes snapshotSpikes;
    private final float[] rates;

    /** @param runSeed the run's seed */
    public ImageInputs(ImageDataset images, long runSeed) {
        this.images = images;
        this.sampleSpikes = new RateSpikes(runSeed, Stream.SAMPLE_SPIKES, images.channels());
        this.snapshotSpikes = new RateSpikes(runSeed, Stream.INITIALISATION_SPIKES, images.channels());
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
        return present(sampleSpikes, sampleId, sampleId);
    }

    @Override
    public InputSpikes snapshot(int sampleId, int position) {
        return present(snapshotSpikes, sampleId, position);
    }

    private InputSpikes present(RateSpikes spikes, int sampleId, int presentation) {
        images.rates(sampleId, rates);
        spikes.present(rates, presentation);
        return spikes;
    }
}
