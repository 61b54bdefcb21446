package org.nalsm.engine.lsnn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What the samples of a batch hand on to those of the next one: potentials, adaptations, the spikes of the last steps, and
 * currents on their way. Zero at first.
 */
public final class BatchState {
    private final List<LaneState> groups = new ArrayList<>();

    /** A layer at rest, for so many samples. */
    public BatchState(AlifParameters p, int samples) {
        for (int g = 0; g < BatchPass.groups(samples); g++) {
            groups.add(new LaneState(p));
        }
    }

    LaneState group(int g) {
        return groups.get(g);
    }

    /** All real numbers, in an order of its own; a copy. */
    public float[] reals() {
        float[] all = new float
                [groups.stream()
                        .mapToInt(g -> g.potential.length + g.adaptation.length + g.current.length)
                        .sum()];
        int at = 0;
        for (LaneState group : groups) {
            for (float[] part : List.of(group.potential, group.adaptation, group.current)) {
                System.arraycopy(part, 0, all, at, part.length);
                at += part.length;
            }
        }
        return all;
    }

    /** All spikes, as sets of lanes; a copy. */
    public int[] spikes() {
        return groups.stream()
                .flatMapToInt(group -> Arrays.stream(group.spikes))
                .toArray();
    }

    /**
     * Takes over what {@link #reals} and {@link #spikes} gave.
     *
     * @throws IllegalArgumentException if their lengths are of another layer or batch
     */
    public void restore(float[] reals, int[] spikes) {
        if (reals.length != reals().length || spikes.length != spikes().length) {
            throw new IllegalArgumentException("the state is of another layer or batch");
        }
        int at = 0;
        int spikeAt = 0;
        for (LaneState group : groups) {
            for (float[] part : List.of(group.potential, group.adaptation, group.current)) {
                System.arraycopy(reals, at, part, 0, part.length);
                at += part.length;
            }
            System.arraycopy(spikes, spikeAt, group.spikes, 0, group.spikes.length);
            spikeAt += group.spikes.length;
        }
    }
}
