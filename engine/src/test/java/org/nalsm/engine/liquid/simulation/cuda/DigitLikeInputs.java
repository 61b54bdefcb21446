package org.nalsm.engine.liquid.simulation.cuda;

import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import org.nalsm.engine.liquid.encoding.EventSpikes;
import org.nalsm.engine.liquid.encoding.InputSpikes;
import org.nalsm.engine.liquid.encoding.RateSpikes;
import org.nalsm.engine.liquid.encoding.SampleInputs;
import org.nalsm.engine.liquid.simulation.DigitLikeRates;
import org.nalsm.engine.random.Stream;

/** Digit-like rates, or events that are spread like those of a saccade. */
final class DigitLikeInputs implements SampleInputs {
    static final int SAMPLE_MS = 250;
    static final int SNAPSHOT_MS = 20;

    /** Both words of the key count. */
    private static final long SEED = 7 + (5L << 32);

    private static final Map<Integer, float[]> RATES = new ConcurrentHashMap<>();

    private final int channels;
    private final boolean images;
    private final RateSpikes samples;
    private final RateSpikes snapshots;
    private final EventSpikes events;

    DigitLikeInputs(int channels, boolean images) {
        this.channels = channels;
        this.images = images;
        this.samples = new RateSpikes(SEED, Stream.SAMPLE_SPIKES, channels);
        this.snapshots = new RateSpikes(SEED, Stream.INITIALISATION_SPIKES, channels);
        this.events = new EventSpikes(channels);
    }

    @Override
    public int channels() {
        return channels;
    }

    @Override
    public int label(int sampleId) {
        return 0;
    }

    @Override
    public InputSpikes sample(int sampleId) {
        if (images) {
            samples.present(rates(sampleId), sampleId);
            return samples;
        }
        return events(sampleId, 0, SAMPLE_MS);
    }

    @Override
    public InputSpikes snapshot(int sampleId, int position) {
        if (images) {
            snapshots.present(rates(sampleId), position);
            return snapshots;
        }
        return events(sampleId, 1 + position % 200, SNAPSHOT_MS);
    }

    private static float[] rates(int sampleId) {
        return RATES.computeIfAbsent(sampleId, DigitLikeRates::of);
    }

    private InputSpikes events(int sampleId, int startMs, int durationMs) {
        SplittableRandom random = new SplittableRandom(sampleId);
        int[] packed = random.ints(5000, 0, 300 * 600)
                .map(k -> k / 600 * channels + 1000 + k % 600)
                .sorted()
                .distinct()
                .toArray();
        events.present(packed, startMs, durationMs);
        return events;
    }
}
