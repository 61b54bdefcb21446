package org.nalsm.spark.readout;

import org.nalsm.engine.UserException;

/**
 * Finds the weights of the linear readout: one training for each L2 penalty of the settings, from the largest to the
 * smallest. Validation accuracy chooses penalty and epoch; test samples have no way in.
 */
public interface ReadoutTrainer {
    /** The trainers there are. */
    enum Kind {
        /** This package's own: L-BFGS or Adadelta. */
        DRIVER,
        /** Deeplearning4j's: Adadelta only. */
        DL4J
    }

    /** Like {@link #of(Kind, ReadoutSettings, int)}, with as many threads as the JVM has processors. */
    static ReadoutTrainer of(Kind kind, ReadoutSettings settings) {
        return of(kind, settings, Runtime.getRuntime().availableProcessors());
    }

    /**
     * A trainer of these settings.
     *
     * @param threads at least 1; with {@link Kind#DL4J} only the validation runs on them, and ND4J chooses its own
     * @throws UserException BAD_CONFIGURATION if the trainer does not know the optimiser
     */
    static ReadoutTrainer of(Kind kind, ReadoutSettings settings, int threads) {
        return switch (kind) {
            case DRIVER -> new DriverTrainer(settings, threads);
            case DL4J -> new Dl4jTrainer(settings, threads);
        };
    }

    /**
     * Trains. Neither matrix is changed or closed.
     *
     * @param training [samples x neurons], in the order of the dataset
     * @param validation likewise, of the same neurons; decides penalty and epoch
     * @param progress hears of every epoch
     * @throws IllegalArgumentException if the matrices have different numbers of neurons, or a sample has no label
     * @throws IllegalStateException if the loss is not a number
     */
    ReadoutResult train(CountMatrix training, CountMatrix validation, ReadoutProgress progress);
}
