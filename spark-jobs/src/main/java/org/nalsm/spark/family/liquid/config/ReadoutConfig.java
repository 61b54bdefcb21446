package org.nalsm.spark.family.liquid.config;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import org.nalsm.spark.config.Constraints;

/**
 * Section {@code readout}.
 *
 * @param trainer what trains it
 * @param preset the recipe that filled the keys which were not set
 * @param optimiser how the weights are found
 * @param labels what the softmax is compared with
 * @param features what the readout sees of the spike counts
 * @param l2Penalties factors of {@code sum(W^2) / 2} to try, 1 to 20 of them, each 0 to 1; the validation
 *     split chooses
 * @param maxEpochs epochs (adadelta) or iterations (lbfgs), 1 to 1000000
 * @param patienceEpochs epochs without a better validation accuracy that end the training, 1 to 1000000
 * @param batchSize samples of a mini-batch, 1 to 60000
 * @param learningRate of adadelta, above 0 and at most 100
 * @param rho of adadelta, 0 to 1
 * @param epsilon of adadelta, above 0 and at most 1
 */
public record ReadoutConfig(
        Trainer trainer,
        Preset preset,
        Optimiser optimiser,
        Labels labels,
        Features features,
        List<Double> l2Penalties,
        int maxEpochs,
        int patienceEpochs,
        int batchSize,
        double learningRate,
        double rho,
        double epsilon)
        implements Serializable {

    /** What trains the readout. */
    public enum Trainer {
        /** This project's own, on the driver: L-BFGS or Adadelta. */
        DRIVER,
        /** A Deeplearning4j network of one layer, on the driver: Adadelta. */
        DL4J,
        /** Spark ML's multinomial logistic regression, on the executors: L-BFGS. */
        SPARK_ML
    }

    /** Recipes. */
    public enum Preset {
        BEST,
        PUBLICATION
    }

    /** Training methods. */
    public enum Optimiser {
        /** Full-batch L-BFGS. */
        LBFGS,
        /** Adadelta over mini-batches in dataset order. */
        ADADELTA
    }

    /** Targets of the cross-entropy. */
    public enum Labels {
        /** Probability 1 for the class. */
        HARD,
        /** Softmax of +1 for the class and -1 for the others. */
        SOFT
    }

    /** Scalings of the spike counts. */
    public enum Features {
        /** Counts divided by the largest count of the training set. */
        COUNTS,
        /** Counts divided by the sum of the sample, then by the largest such value of the batch. */
        SHARES
    }

    private static final int MAX_PENALTIES = 20;

    /** @throws IllegalArgumentException if a value is out of its range; the message names all of them */
    public ReadoutConfig {
        Objects.requireNonNull(trainer, "trainer");
        Objects.requireNonNull(preset, "preset");
        Objects.requireNonNull(optimiser, "optimiser");
        Objects.requireNonNull(labels, "labels");
        Objects.requireNonNull(features, "features");
        l2Penalties = List.copyOf(l2Penalties);
        new Constraints()
                .require(
                        !l2Penalties.isEmpty()
                                && l2Penalties.size() <= MAX_PENALTIES
                                && l2Penalties.stream().allMatch(penalty -> penalty >= 0 && penalty <= 1),
                        "readout.l2-penalties",
                        l2Penalties,
                        "must be 1 to " + MAX_PENALTIES + " numbers, each 0 to 1")
                .inRange("readout.max-epochs", maxEpochs, 1, 1_000_000)
                .inRange("readout.patience-epochs", patienceEpochs, 1, 1_000_000)
                .inRange("readout.batch-size", batchSize, 1, 60_000)
                .above("readout.learning-rate", learningRate, 0, 100)
                .require(rho >= 0 && rho < 1, "readout.rho", rho, "must be at least 0 and below 1")
                .above("readout.epsilon", epsilon, 0, 1)
                .enforce();
    }
}
