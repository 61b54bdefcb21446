package org.nalsm.spark.family.lsnn.config;

import java.io.Serializable;
import java.util.Objects;
import org.nalsm.spark.config.Constraints;

/**
 * Section {@code lsnn.smnist}.
 *
 * @param input how pixels are shown
 * @param stepsPerPixel ms that a pixel is shown, 1 to 30
 * @param pooled whether 2 x 2 pixels are averaged; of analog input only
 * @param validImages the first n images of the training file are for validation, 1 to 59999
 * @param trainImages the n images behind them are for training, 1 to 59999; together at most 60000
 */
public record SmnistConfig(Input input, int stepsPerPixel, boolean pooled, int validImages, int trainImages)
        implements Serializable {

    private static final int FILE = 60_000;

    /** How pixels are shown. */
    public enum Input {
        /** Spikes where brightness crosses thresholds, 80 channels. */
        CROSSINGS,
        /** The gray value, one channel. */
        ANALOG
    }

    /** @throws IllegalArgumentException if a value is out of its range; the message names all of them */
    public SmnistConfig {
        Objects.requireNonNull(input, "input");
        new Constraints()
                .inRange("lsnn.smnist.steps-per-pixel", stepsPerPixel, 1, 30)
                .require(
                        !pooled || input == Input.ANALOG,
                        "lsnn.smnist.pooled",
                        pooled,
                        "needs lsnn.smnist.input = analog",
                        "lsnn.smnist.input")
                .inRange("lsnn.smnist.valid-images", validImages, 1, FILE - 1)
                .inRange("lsnn.smnist.train-images", trainImages, 1, FILE - 1)
                .require(
                        (long) validImages + trainImages <= FILE,
                        "lsnn.smnist.train-images",
                        trainImages,
                        "must be at most " + FILE + " together with lsnn.smnist.valid-images",
                        "lsnn.smnist.valid-images")
                .enforce();
    }
}
