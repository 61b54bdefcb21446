package org.nalsm.spark.config;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;

/**
 * Section {@code data}.
 *
 * @param dataset mnist, fashion-mnist, n-mnist or n-mnist-sim
 * @param dir directory of the dataset's files; empty for the cache directory
 * @param trainSamples the first n samples of the training split, 1 to 50000
 * @param validSamples the first n samples of the validation split, 1 to 10000
 * @param testSamples the first n samples of the test split, 1 to 10000
 */
public record DataConfig(String dataset, String dir, int trainSamples, int validSamples, int testSamples)
        implements Serializable {
    private static final List<String> DATASETS = List.of("mnist", "fashion-mnist", "n-mnist", "n-mnist-sim");

    /** @throws IllegalArgumentException if a value is out of its range; the message names all of them */
    public DataConfig {
        Objects.requireNonNull(dir, "dir");
        new Constraints()
                .oneOf("data.dataset", dataset, DATASETS)
                .inRange("data.train-samples", trainSamples, 1, 50_000)
                .inRange("data.valid-samples", validSamples, 1, 10_000)
                .inRange("data.test-samples", testSamples, 1, 10_000)
                .enforce();
    }

    /** Whether the samples are event recordings; images otherwise. */
    public boolean isEvents() {
        return dataset.startsWith("n-mnist");
    }
}
