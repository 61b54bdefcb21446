package org.nalsm.engine.liquid.network;

import java.io.Serializable;

/**
 * What determines a network: equal parameters give the same network, bit for bit.
 *
 * @param sizeX neurons along x
 * @param sizeY neurons along y
 * @param sizeZ neurons along z
 * @param inputs number of input channels: 784 for images of 28 x 28, 2312 for events of 2 x 34 x 34
 * @param seed seed of streams 1 to 4
 */
public record NetworkParameters(int sizeX, int sizeY, int sizeZ, int inputs, long seed) implements Serializable {
    /** A post index is stored in 16 bits. */
    public static final int MAX_NEURONS = 65_535;

    /** @throws IllegalArgumentException when a size is not positive or the neurons are fewer than 2 or too many */
    public NetworkParameters {
        if (sizeX < 1 || sizeY < 1 || sizeZ < 1 || inputs < 1) {
            throw new IllegalArgumentException(
                    "network sizes must be positive: %d x %d x %d, %d inputs".formatted(sizeX, sizeY, sizeZ, inputs));
        }
        // Exact wherever it matters, and unlike a long it does not wrap around for absurd sizes.
        double neurons = (double) sizeX * sizeY * sizeZ;
        if (neurons < 2 || neurons + inputs > MAX_NEURONS) {
            throw new IllegalArgumentException(
                    "a network has at least 2 neurons and with its inputs at most %d; %d x %d x %d + %d is %.0f"
                            .formatted(MAX_NEURONS, sizeX, sizeY, sizeZ, inputs, neurons + inputs));
        }
    }

    /** Number of liquid neurons. */
    public int neurons() {
        return sizeX * sizeY * sizeZ;
    }

    /** Number of excitatory neurons, the first 80 % (rounded half up). */
    public int excitatory() {
        return (int) Math.round(0.8 * neurons());
    }
}
