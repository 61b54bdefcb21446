package org.nalsm.engine.encoding;

import org.nalsm.engine.dataset.EventDataset;
import org.nalsm.engine.random.Philox;

/** Event recordings as spike trains: a channel a pixel and polarity (liquid-semantics, section 6). */
public final class EventInputs implements SampleInputs {
    private final EventDataset events;
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
        this.events = events;
        this.random = new Philox(runSeed);
        this.sampleMs = sampleMs;
        this.snapshotMs = snapshotMs;
        this.spikes = new EventSpikes(events.channels());
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
        spikes.present(events.recording(sampleId).packed(), 0, sampleMs);
        return spikes;
    }

    @Override
    public InputSpikes snapshot(int sampleId, int position) {
        spikes.present(events.recording(sampleId).packed(), EventSpikes.windowStartMs(random, position), snapshotMs);
        return spikes;
    }
}
