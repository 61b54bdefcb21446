package org.nalsm.spark.family.lsnn.config;

import java.io.Serializable;
import java.util.Objects;
import org.nalsm.spark.config.Constraints;

/**
 * Section {@code lsnn.training}.
 *
 * @param iterations steps of training at most, 1 to 10000000
 * @param batchSize samples of a batch, 1 to 60000
 * @param learningRate of Adam, above 0 to 1e6
 * @param learningRateDecay factor of the learning rate, above 0 to 1
 * @param learningRateDecayIterations iterations between two decays, 1 to 10000000
 * @param rateRegularisation factor of the rate regulariser, 0 to 1e6
 * @param targetRateHz what it aims at, 0 to 1000 Hz
 * @param validateIterations iterations between two validations, 1 to 10000000
 * @param validation how much is validated while training
 * @param stopError mean validation error of the last validations below which training ends, 0 to 1
 * @param averageIterations last iterations whose mean parameters the trained network has, 0 to {@code iterations}; 0 for the
 *     parameters after the last one
 * @param threads of the training's task, 0 to 1000; 0 for all that the task has
 * @param checkpointIterations iterations between two stored states, 1 to 10000000
 */
public record TrainingConfig(
        int iterations,
        int batchSize,
        double learningRate,
        double learningRateDecay,
        int learningRateDecayIterations,
        double rateRegularisation,
        double targetRateHz,
        int validateIterations,
        Validation validation,
        double stopError,
        int averageIterations,
        int threads,
        int checkpointIterations)
        implements Serializable {

    private static final int MOST_ITERATIONS = 10_000_000;

    /** How much is validated while training. */
    public enum Validation {
        /** One batch, drawn anew each time. */
        BATCH,
        /** All of the validation samples. */
        FULL
    }

    /** @throws IllegalArgumentException if a value is out of its range; the message names all of them */
    public TrainingConfig {
        Objects.requireNonNull(validation, "validation");
        new Constraints()
                .inRange("lsnn.training.iterations", iterations, 1, MOST_ITERATIONS)
                .inRange("lsnn.training.batch-size", batchSize, 1, 60_000)
                .above("lsnn.training.learning-rate", learningRate, 0, 1e6)
                .above("lsnn.training.learning-rate-decay", learningRateDecay, 0, 1)
                .inRange(
                        "lsnn.training.learning-rate-decay-iterations", learningRateDecayIterations, 1, MOST_ITERATIONS)
                .inRange("lsnn.training.rate-regularisation", rateRegularisation, 0, 1e6)
                .inRange("lsnn.training.target-rate-hz", targetRateHz, 0, 1000)
                .inRange("lsnn.training.validate-iterations", validateIterations, 1, MOST_ITERATIONS)
                .inRange("lsnn.training.stop-error", stopError, 0, 1)
                .inRange("lsnn.training.average-iterations", averageIterations, 0, MOST_ITERATIONS)
                .require(
                        averageIterations <= iterations,
                        "lsnn.training.average-iterations",
                        averageIterations,
                        "must be at most lsnn.training.iterations",
                        "lsnn.training.iterations")
                .inRange("lsnn.training.threads", threads, 0, 1000)
                .inRange("lsnn.training.checkpoint-iterations", checkpointIterations, 1, MOST_ITERATIONS)
                .enforce();
    }
}
