package org.nalsm.engine.liquid.encoding;

import java.util.function.IntUnaryOperator;
import org.nalsm.engine.dataset.EventDataset;
import org.nalsm.engine.random.Philox;

/**
 * Event recordings, or copies of them shifted in time, as spike trains: a channel a pixel and polarity
 * (liquid-semantics, section 6).
 */
public final class EventInputs implements SampleInputs {
    private final EventDataset events;
    private final IntUnaryOperator shiftMs;
    private final Philox random;
    private final int sampleMs;
    private final int snapshotMs;
    private final EventSpikes spikes;

    /**
     * @param runSeed the run's seed
     * @param sampleMs how much of a recording a sample shows, from its start; 250
     * @param snapshotMs how long a window a snapshot of initialisation shows; 20
     */
    public EventInputs(EventDataset events, long runSeed, int sampleMs, int snapshotMs) {
        this(events, sampleId -> 0, runSeed, sampleMs, snapshotMs);
    }

    private EventInputs(EventDataset events, IntUnaryOperator shiftMs, long runSeed, int sampleMs, int snapshotMs) {
        this.events = events;
        this.shiftMs = shiftMs;
        this.random = new Philox(runSeed);
        this.sampleMs = sampleMs;
        this.snapshotMs = snapshotMs;
        this.spikes = new EventSpikes(events.channels());
    }

    /**
     * Copies of the recordings that are shifted in time, as kernel quality needs them ({@link EventShift}). Snapshots
     * are not shifted: liquids are initialised on clean samples.
     *
     * @param runSeed the run's seed, of the shifts as well
     * @param sampleMs as above, at least 2
     * @param snapshotMs as above
     */
    public static EventInputs shifted(EventDataset events, long runSeed, int sampleMs, int snapshotMs) {
        return new EventInputs(events, new EventShift(runSeed)::shiftMs, runSeed, sampleMs, snapshotMs);
    }

    @Override
    public int channels() {
        return events.channels();
    }

    @Override
    public int label(int sampleId) {
        return events.label(sampleId);
    }

    @Override
    public InputSpikes sample(int sampleId) {
        spikes.presentShifted(events.recording(sampleId).packed(), sampleMs, shiftMs.applyAsInt(sampleId));
        return spikes;
    }

    @Override
    public InputSpikes snapshot(int sampleId, int position) {
        spikes.present(events.recording(sampleId).packed(), EventSpikes.windowStartMs(random, position), snapshotMs);
        return spikes;
    }
}
