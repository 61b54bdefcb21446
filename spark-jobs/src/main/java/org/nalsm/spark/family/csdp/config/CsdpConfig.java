package org.nalsm.spark.family.csdp.config;

import java.io.Serializable;
import java.util.Objects;
import org.nalsm.spark.config.Constraints;

/**
 * Section {@code csdp}.
 *
 * @param learning whether labels are shown in training
 * @param hidden1 neurons of the first hidden layer, 1 to 20000
 * @param hidden2 neurons of the second one, 1 to 20000
 * @param projectAtStart whether the initial weights keep to the bounds that training holds
 * @param rateDivisor what makes rates of sums over the steps
 * @param imported SHA-256 of the files that the network was taken from; empty if the run trains
 */
public record CsdpConfig(
        Learning learning,
        int hidden1,
        int hidden2,
        boolean projectAtStart,
        RateDivisor rateDivisor,
        String imported,
        DynamicsConfig dynamics,
        TrainingConfig training,
        NegativesConfig negatives,
        TestConfig test)
        implements Serializable {

    private static final int MOST_NEURONS = 20_000;

    /** Whether labels are shown in training. */
    public enum Learning {
        /** As context: the right one with real samples, a wrong one with negative ones. */
        SUPERVISED,
        /** To the classifier alone; negative samples are mixed images. */
        UNSUPERVISED
    }

    /** What makes rates of sums over the steps. */
    public enum RateDivisor {
        /** Their number. */
        STEPS,
        /** One more, as in the published program. */
        STEPS_PLUS_ONE
    }

    /** @throws IllegalArgumentException if a value is out of its range; the message names all of them */
    public CsdpConfig {
        Objects.requireNonNull(learning, "learning");
        Objects.requireNonNull(rateDivisor, "rateDivisor");
        Objects.requireNonNull(dynamics, "dynamics");
        Objects.requireNonNull(training, "training");
        Objects.requireNonNull(negatives, "negatives");
        Objects.requireNonNull(test, "test");
        boolean unsupervised = learning == Learning.UNSUPERVISED;
        new Constraints()
                .inRange("csdp.hidden1", hidden1, 1, MOST_NEURONS)
                .inRange("csdp.hidden2", hidden2, 1, MOST_NEURONS)
                .require(
                        !unsupervised || training.batchSize() != 1,
                        "csdp.training.batch-size",
                        training.batchSize(),
                        "leaves no other image to mix one with; csdp.learning = unsupervised needs at least 2",
                        "csdp.learning")
                .require(
                        !unsupervised || test.classification() != TestConfig.Classification.GOODNESS,
                        "csdp.test.classification",
                        "goodness",
                        "shows each class as context, which needs csdp.learning = supervised",
                        "csdp.learning")
                .require(
                        imported.isEmpty() || imported.matches("[0-9a-f]{64}"),
                        "csdp.imported",
                        imported,
                        "must be empty or 64 hexadecimal digits, which 'nalsm import' sets")
                .enforce();
    }

    /** Whether the network comes from files. */
    public boolean isImported() {
        return !imported.isEmpty();
    }

    /** Whether labels are shown as context. */
    public boolean isSupervised() {
        return learning == Learning.SUPERVISED;
    }

    /** Makes a rate of a sum over the steps. */
    public int divisor() {
        return dynamics.steps() + (rateDivisor == RateDivisor.STEPS_PLUS_ONE ? 1 : 0);
    }
}
