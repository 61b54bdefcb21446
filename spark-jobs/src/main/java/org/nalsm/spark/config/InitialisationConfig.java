package org.nalsm.spark.config;

import java.io.Serializable;

/**
 * Section {@code initialisation}.
 *
 * @param snapshots shown in sequence, 0 to 10 million
 * @param snapshotMs length of each, 1 to 300 ms
 */
public record InitialisationConfig(int snapshots, int snapshotMs) implements Serializable {
    /** @throws IllegalArgumentException if a value is out of its range; the message names all of them */
    public InitialisationConfig {
        new Constraints()
                .inRange("initialisation.snapshots", snapshots, 0, 10_000_000)
                .inRange("initialisation.snapshot-ms", snapshotMs, 1, 300)
                .enforce();
    }
}
