package org.nalsm.spark.config;

import java.io.Serializable;

/**
 * Section {@code sweep} without what it varies.
 *
 * @param name for people
 * @param sampling how trials are chosen
 * @param trials number of random trials for each parameter set
 * @param seed of the random choice
 * @param parallelTrials trials that run at the same time
 */
public record SweepConfig(String name, Sampling sampling, int trials, long seed, int parallelTrials)
        implements Serializable {
    static final int MOST_TRIALS = 100_000;
    private static final int MOST_PARALLEL = 1000;

    /** How trials are chosen: every combination of the values, or random ones. */
    public enum Sampling {
        GRID,
        RANDOM
    }

    public SweepConfig {
        new Constraints()
                .require(!name.isBlank(), "sweep.name", name, "must not be empty")
                .inRange("sweep.trials", trials, 1, MOST_TRIALS)
                .inRange("sweep.parallel-trials", parallelTrials, 1, MOST_PARALLEL)
                .enforce();
    }
}
