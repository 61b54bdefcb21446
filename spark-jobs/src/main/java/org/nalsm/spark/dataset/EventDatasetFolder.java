package org.nalsm.spark.dataset;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.nalsm.engine.UserException;
import org.nalsm.engine.dataset.EventDataset;
import org.nalsm.engine.dataset.NMnistReader;
import org.nalsm.engine.dataset.Split;
import org.nalsm.engine.dataset.UnusualEvents;
import org.nalsm.spark.table.EventSampleTable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of one event dataset: the recordings, as files or in zip files ({@link NMnistReader}), and
 * {@code samples.parquet}, the table that is made of them at first use and read from then on. The table is made again
 * when the recordings change, and is enough by itself: they may be deleted.
 */
public final class EventDatasetFolder {
    /** Name of the samples table in the folder. */
    public static final String TABLE = "samples.parquet";

    /** Event datasets that have a name. */
    public static final List<String> NAMES = List.of("n-mnist", "n-mnist-sim");

    private static final Logger LOG = LoggerFactory.getLogger(EventDatasetFolder.class);

    private final String name;
    private final Path directory;
    private final Path tableFile;
    private final EventSampleTable table;

    /**
     * @param dataDirectory parent of the datasets' folders
     * @param name name of the dataset and of its folder
     */
    public EventDatasetFolder(Path dataDirectory, String name) {
        this.name = name;
        this.directory = dataDirectory.resolve(name);
        this.tableFile = directory.resolve(TABLE).toAbsolutePath();
        this.table = new EventSampleTable(tableFile, new Configuration());
    }

    /** The name of the dataset. */
    public String name() {
        return name;
    }

    /** The folder, which need not exist. */
    public Path directory() {
        return directory;
    }

    /**
     * What a whole look at the recordings found.
     *
     * @param recordings number of files
     * @param filesOutsideSensor how many had events outside the sensor, which are dropped
     * @param filesBackwards in how many time goes backwards, which does no harm
     * @param table whether the samples table is there and made of these recordings
     */
    public record Check(int recordings, int filesOutsideSensor, int filesBackwards, boolean table) {
    }

    /** Number of recordings here, in whatever form; they are not read. */
    public long count() {
        if (hasRecordings()) {
            try (NMnistReader reader = new NMnistReader(directory)) {
                return reader.files().size();
            }
        }
        return Files.exists(tableFile) ? table.rows() : 0;
    }

    /**
     * The first samples of each split, from the table where it is good, else from the recordings, and then the table
     * is made.
     *
     * @param samples how many of each split
     * @throws UserException NO_INPUT if there is no dataset, BAD_DATA naming what is damaged or missing
     */
    public EventDataset load(Map<Split, Integer> samples) {
        EventDataset events = hasRecordings() ? fromRecordings(samples) : fromTable(samples);
        for (Split split : Split.values()) {
            int there = events.available(split);
            if (there < samples.get(split)) {
                throw new UserException(UserException.Kind.BAD_DATA, ("data.%s-samples is %d, but %s in %s has the "
                        + "first %d %s samples, not number %d; set a smaller number, or complete the dataset")
                        .formatted(split.label(), samples.get(split), name, directory, there, split.label(),
                                there + 1));
            }
        }
        return events;
    }

    /**
     * Reads every recording, or the table where there is nothing else.
     *
     * @throws UserException NO_INPUT if there is no dataset, BAD_DATA naming the first file that is malformed
     */
    public Check verify() {
        if (!hasRecordings()) {
            EventDataset events = fromTable(everything());
            return new Check((int) events.sampleIds().count(), 0, 0, true);
        }
        try (NMnistReader reader = new NMnistReader(directory)) {
            EventDataset.read(name, reader);
            UnusualEvents unusual = reader.unusual();
            return new Check(reader.files().size(), unusual.filesOutsideSensor(), unusual.filesBackwards(),
                    isTableOf(reader));
        }
    }

    private EventDataset fromRecordings(Map<Split, Integer> samples) {
        try (NMnistReader reader = new NMnistReader(directory)) {
            if (isTableOf(reader)) {
                return table.read(name, samples);
            }
            LOG.info("dataset {}: reading {} recordings to make {}", name, reader.files().size(), tableFile);
            EventDataset events = EventDataset.read(name, reader);
            write(events, reader.fingerprint());
            return events;
        }
    }

    private boolean isTableOf(NMnistReader reader) {
        return Files.exists(tableFile) && table.source().filter(reader.fingerprint()::equals).isPresent();
    }

    /** A dataset may lie where this user cannot write; then its files are read every time. */
    private void write(EventDataset events, String source) {
        try {
            table.write(events, source);
        } catch (UserException e) {
            LOG.warn("dataset {}: its recordings will be read again next time: {}", name, e.getMessage());
        }
    }

    private EventDataset fromTable(Map<Split, Integer> samples) {
        if (!Files.exists(tableFile)) {
            throw new UserException(UserException.Kind.NO_INPUT, "dataset " + name + ": no event files in " + directory
                    + "; " + howToGetIt());
        }
        return table.read(name, samples);
    }

    /** What a user does to have the dataset. */
    public String howToGetIt() {
        return name.equals("n-mnist-sim") ? "'nalsm datasets make-events' makes them from MNIST"
                : "put Train.zip and Test.zip of https://www.garrickorchard.com/datasets/n-mnist there, or what they "
                + "hold: Train/<label>/NNNNN.bin and Test/<label>/NNNNN.bin";
    }

    private boolean hasRecordings() {
        return Stream.of("Train", "Test", "Train.zip", "Test.zip").map(directory::resolve).anyMatch(Files::exists);
    }

    private static Map<Split, Integer> everything() {
        return Map.of(Split.TRAIN, Split.TRAIN.size(), Split.VALID, Split.VALID.size(),
                Split.TEST, Split.TEST.size());
    }
}
