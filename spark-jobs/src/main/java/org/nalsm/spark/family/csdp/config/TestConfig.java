package org.nalsm.spark.family.csdp.config;

import java.io.Serializable;
import java.util.Objects;
import org.nalsm.spark.config.Constraints;

/**
 * Section {@code csdp.test}.
 *
 * @param classification what names the class of a sample
 * @param parameters which ones are tested
 * @param codes whose spikes are the code of a sample
 * @param recordedSamples test samples whose every spike is kept, 0 to 1000
 * @param samplesPerBlock samples that a task shows, 1 to 10000
 */
public record TestConfig(
        Classification classification, Parameters parameters, Codes codes, int recordedSamples, int samplesPerBlock)
        implements Serializable {

    /** What names the class of a sample. */
    public enum Classification {
        /** The neuron of the classifier with the most spikes, without context. */
        CLASSIFIER,
        /** The class that gives the highest goodness when it is shown as context. */
        GOODNESS
    }

    /** Which parameters are tested. */
    public enum Parameters {
        /** Those of the epoch with the highest validation accuracy, the last of equals. */
        BEST,
        /** Those of the last epoch. */
        LATEST
    }

    /** Whose spikes are the code of a sample. */
    public enum Codes {
        /** The second hidden layer's. */
        HIDDEN2,
        /** Both hidden layers'. */
        BOTH
    }

    /** @throws IllegalArgumentException if a value is out of its range; the message names all of them */
    public TestConfig {
        Objects.requireNonNull(classification, "classification");
        Objects.requireNonNull(parameters, "parameters");
        Objects.requireNonNull(codes, "codes");
        new Constraints()
                .inRange("csdp.test.recorded-samples", recordedSamples, 0, 1000)
                .inRange("csdp.test.samples-per-block", samplesPerBlock, 1, 10_000)
                .enforce();
    }
}
