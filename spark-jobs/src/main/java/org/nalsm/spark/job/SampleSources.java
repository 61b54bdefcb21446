package org.nalsm.spark.job;

import java.nio.file.Path;
import org.nalsm.engine.UserException;
import org.nalsm.engine.dataset.ImageDataset;
import org.nalsm.engine.dataset.Split;
import org.nalsm.spark.config.DataConfig;
import org.nalsm.spark.dataset.DatasetCatalogue;
import org.nalsm.spark.dataset.DatasetFetcher;

/** Finds the samples that a configuration names, and fetches what is missing. */
public final class SampleSources {
    private SampleSources() {
    }

    /**
     * Loads a dataset on the driver.
     *
     * @throws UserException NO_INPUT if it cannot be had, BAD_DATA if a file is malformed or has fewer samples
     *     than asked for
     */
    public static SampleSource load(DataConfig data) {
        Path directory = data.dir().isEmpty() ? DatasetFetcher.defaultDirectory() : Path.of(data.dir());
        ImageDataset images = new DatasetFetcher(DatasetCatalogue.standard(), directory).load(data.dataset());
        check(images, Split.TRAIN, data.trainSamples());
        check(images, Split.VALID, data.validSamples());
        check(images, Split.TEST, data.testSamples());
        return new SampleSource.Images(images);
    }

    private static void check(ImageDataset images, Split split, int wanted) {
        if (images.available(split) < wanted) {
            throw new UserException(UserException.Kind.BAD_DATA, "data.%s-samples is %d, but %s has %d %s samples; "
                    .formatted(split.label(), wanted, images.name(), images.available(split), split.label())
                    + "set a smaller number");
        }
    }
}
