package org.nalsm.spark.config;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * Section {@code sweep} without what it varies.
 *
 * @param name for people
 * @param sampling how trials are chosen
 * @param trials number of random trials for each parameter set
 * @param seed of the random choice
 * @param parallelTrials trials that run at the same time
 * @param halving of successive halving
 */
public record SweepConfig(String name, Sampling sampling, int trials, long seed, int parallelTrials, Halving halving)
        implements Serializable {
    static final int MOST_TRIALS = 100_000;
    private static final int MOST_PARALLEL = 1000;
    private static final int MOST_RESOURCES = 10_000_000;
    private static final int MOST_FACTOR = 100;
    private static final int MOST_TEST_SAMPLES = 10_000;

    /**
     * How trials are chosen: every combination of the values, or random ones; or either of these as candidates, of which
     * only the best get more than a little of a resource.
     */
    public enum Sampling {
        GRID,
        RANDOM,
        SUCCESSIVE_HALVING
    }

    /**
     * Section {@code sweep.halving}: successive halving (Jamieson and Talwalkar, AISTATS 2016), which is one bracket of
     * Hyperband (Li et al., JMLR 18, 2018); {@code factor} is its eta.
     *
     * @param candidates how the candidates are chosen, grid or random
     * @param resource the key of which the rungs have more and more
     * @param minResources the first rung has at least as much
     * @param maxResources what the last rung has; 0 for what the key has outside of the sweep
     * @param factor one candidate of so many goes on, with so many times the resource
     * @param testSamples of all rungs but the last; 0 for as many as the last
     */
    public record Halving(
            Candidates candidates, String resource, int minResources, int maxResources, int factor, int testSamples)
            implements Serializable {

        /** How candidates are chosen. */
        public enum Candidates {
            GRID,
            RANDOM
        }

        public Halving {
            new Constraints()
                    .inRange("sweep.halving.min-resources", minResources, 1, MOST_RESOURCES / 2)
                    .inRange("sweep.halving.max-resources", maxResources, 0, MOST_RESOURCES)
                    .inRange("sweep.halving.factor", factor, 2, MOST_FACTOR)
                    .inRange("sweep.halving.test-samples", testSamples, 0, MOST_TEST_SAMPLES)
                    .enforce();
        }

        /**
         * What each rung has of the resource: from the last down, each a {@code factor}th of the next, rounded, as long as
         * there is {@code minResources}. Ascending, all different.
         *
         * @param max what the last rung has, at least {@code minResources}
         */
        List<Integer> resources(int max) {
            List<Integer> resources = new ArrayList<>(List.of(max));
            long divisor = factor;
            while (divisor <= max && Math.round((double) max / divisor) >= minResources) {
                resources.add(0, (int) Math.round((double) max / divisor));
                divisor *= factor;
            }
            return List.copyOf(resources);
        }
    }

    /** Whether trials are every combination of the values, rather than drawn. */
    boolean isGrid() {
        return sampling == Sampling.GRID
                || sampling == Sampling.SUCCESSIVE_HALVING && halving.candidates == Halving.Candidates.GRID;
    }

    /** Whether only the best candidates get more than a little. */
    public boolean isHalving() {
        return sampling == Sampling.SUCCESSIVE_HALVING;
    }

    public SweepConfig {
        new Constraints()
                .require(!name.isBlank(), "sweep.name", name, "must not be empty")
                .inRange("sweep.trials", trials, 1, MOST_TRIALS)
                .inRange("sweep.parallel-trials", parallelTrials, 1, MOST_PARALLEL)
                .enforce();
    }
}
