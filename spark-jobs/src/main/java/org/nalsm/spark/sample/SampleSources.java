package org.nalsm.spark.sample;

import java.nio.file.Path;
import java.util.Map;
import org.nalsm.engine.UserException;
import org.nalsm.engine.dataset.EventDataset;
import org.nalsm.engine.dataset.ImageDataset;
import org.nalsm.engine.dataset.Split;
import org.nalsm.spark.config.DataConfig;
import org.nalsm.spark.dataset.DatasetCatalogue;
import org.nalsm.spark.dataset.DatasetFetcher;
import org.nalsm.spark.dataset.EventDatasetFolder;

/** Finds the samples that a configuration names, and fetches what is missing. */
public final class SampleSources {
    private SampleSources() {}

    /**
     * Loads a dataset on the driver.
     *
     * @throws UserException NO_INPUT if it cannot be had, BAD_DATA if a file is malformed or has fewer samples than asked
     *     for
     */
    public static SampleSource load(DataConfig data) {
        return data.isEvents() ? new SampleSource.Events(events(data)) : new SampleSource.Images(images(data));
    }

    /**
     * The content of the recordings that lie here, whose samples table is made if need be; empty for images, whose files
     * have known checksums, and where there are none.
     *
     * @throws UserException BAD_DATA if a recording is malformed
     */
    public static String contentHash(DataConfig data) {
        EventDatasetFolder folder = new EventDatasetFolder(directory(data), data.dataset());
        return data.isEvents() && folder.count() > 0 ? folder.contentHash() : "";
    }

    /** Where datasets are kept. */
    public static Path directory(DataConfig data) {
        return data.dir().isEmpty() ? DatasetFetcher.defaultDirectory() : Path.of(data.dir());
    }

    /** How many samples of each split a configuration asks for. */
    public static Map<Split, Integer> samples(DataConfig data) {
        return Map.of(
                Split.TRAIN, data.trainSamples(), Split.VALID, data.validSamples(), Split.TEST, data.testSamples());
    }

    private static EventDataset events(DataConfig data) {
        return new EventDatasetFolder(directory(data), data.dataset()).load(samples(data));
    }

    private static ImageDataset images(DataConfig data) {
        ImageDataset images = new DatasetFetcher(DatasetCatalogue.standard(), directory(data)).load(data.dataset());
        samples(data).forEach((split, wanted) -> {
            int there = images.available(split);
            if (there < wanted) {
                throw new UserException(
                        UserException.Kind.BAD_DATA,
                        "data.%s-samples is %d, but %s has %d %s samples; "
                                        .formatted(split.label(), wanted, data.dataset(), there, split.label())
                                + "set a smaller number");
            }
        });
        return images;
    }
}
