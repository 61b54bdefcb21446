package org.nalsm.spark.family.liquid.config;

import java.io.Serializable;
import org.nalsm.spark.config.Constraints;

/**
 * Section {@code initialisation}.
 *
 * @param snapshots shown in sequence, 0 to 10 million
 * @param snapshotMs length of each, 1 to 300 ms
 * @param checkpointSnapshots after every so many the state is stored, 1 to 10 million
 */
public record InitialisationConfig(int snapshots, int snapshotMs, int checkpointSnapshots) implements Serializable {
    /** @throws IllegalArgumentException if a value is out of its range; the message names all of them */
    public InitialisationConfig {
        new Constraints()
                .inRange("initialisation.snapshots", snapshots, 0, 10_000_000)
                .inRange("initialisation.snapshot-ms", snapshotMs, 1, 300)
                .inRange("initialisation.checkpoint-snapshots", checkpointSnapshots, 1, 10_000_000)
                .enforce();
    }
}
