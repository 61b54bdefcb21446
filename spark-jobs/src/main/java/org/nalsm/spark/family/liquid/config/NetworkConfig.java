package org.nalsm.spark.family.liquid.config;

import java.io.Serializable;
import java.util.List;
import org.nalsm.spark.config.Constraints;

/**
 * Section {@code network}.
 *
 * @param dimensions neurons along x, y and z: three numbers from 1, with a product of 2 to 65535
 * @param seed of positions, connections and signs of input weights
 */
public record NetworkConfig(List<Integer> dimensions, long seed) implements Serializable {
    private static final int MAX_NEURONS = 65_535;

    /** @throws IllegalArgumentException if the dimensions are not as described */
    public NetworkConfig {
        dimensions = List.copyOf(dimensions);
        boolean three =
                dimensions.size() == 3 && dimensions.stream().allMatch(length -> length >= 1 && length <= MAX_NEURONS);
        // Three factors of at most 65535 stay below 2^48.
        long product = three ? dimensions.stream().mapToLong(Integer::longValue).reduce(1, (a, b) -> a * b) : 0;
        new Constraints()
                .require(
                        three && product >= 2 && product <= MAX_NEURONS,
                        "network.dimensions",
                        dimensions,
                        "must be three whole numbers from 1 with a product of 2 to " + MAX_NEURONS)
                .enforce();
    }

    /** Number of liquid neurons, 2 to 65535. */
    public int neurons() {
        return dimensions.get(0) * dimensions.get(1) * dimensions.get(2);
    }
}
