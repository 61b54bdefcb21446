package org.nalsm.spark.job;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.nalsm.engine.UserException;
import org.nalsm.engine.dataset.EventDataset;
import org.nalsm.engine.dataset.ImageDataset;
import org.nalsm.engine.dataset.NMnistReader;
import org.nalsm.engine.dataset.Split;
import org.nalsm.spark.config.DataConfig;
import org.nalsm.spark.config.ExperimentConfig;
import org.nalsm.spark.dataset.DatasetCatalogue;
import org.nalsm.spark.dataset.DatasetFetcher;

/** Finds the samples that a configuration names, and fetches what is missing. */
public final class SampleSources {
    private SampleSources() {
    }

    /**
     * Loads an experiment's dataset on the driver.
     *
     * @throws UserException NO_INPUT if it cannot be had, BAD_DATA if a file is malformed or has fewer samples
     *     than asked for
     */
    public static SampleSource load(ExperimentConfig config) {
        return config.data().isEvents() ? events(config) : new SampleSource.Images(images(config.data()));
    }

    /**
     * Loads an image dataset.
     *
     * @throws UserException as {@link #load}
     */
    public static ImageDataset images(DataConfig data) {
        ImageDataset images = new DatasetFetcher(DatasetCatalogue.standard(), directory(data)).load(data.dataset());
        check(data, images::available);
        return images;
    }

    /** Where datasets are kept. */
    public static Path directory(DataConfig data) {
        return data.dir().isEmpty() ? DatasetFetcher.defaultDirectory() : Path.of(data.dir());
    }

    private static SampleSource events(ExperimentConfig config) {
        DataConfig data = config.data();
        try (NMnistReader reader = new NMnistReader(directory(data).resolve(data.dataset()))) {
            EventDataset events = EventDataset.read(data.dataset(), reader);
            check(data, events::available);
            return new SampleSource.Events(events, config.simulation().durationMs(),
                    config.initialisation().snapshotMs());
        }
    }

    private static void check(DataConfig data, ToIntFunction<Split> available) {
        Map<Split, Integer> wanted = Map.of(Split.TRAIN, data.trainSamples(), Split.VALID, data.validSamples(),
                Split.TEST, data.testSamples());
        for (Split split : Split.values()) {
            int there = available.applyAsInt(split);
            if (there < wanted.get(split)) {
                throw new UserException(UserException.Kind.BAD_DATA, "data.%s-samples is %d, but %s has %d %s samples; "
                        .formatted(split.label(), wanted.get(split), data.dataset(), there, split.label())
                        + "set a smaller number");
            }
        }
    }
}
