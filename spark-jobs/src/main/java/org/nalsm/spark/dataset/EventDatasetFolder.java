package org.nalsm.spark.dataset;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.nalsm.engine.UserException;
import org.nalsm.engine.dataset.EventDataset;
import org.nalsm.engine.dataset.NMnistFile;
import org.nalsm.engine.dataset.NMnistReader;
import org.nalsm.engine.dataset.Split;
import org.nalsm.engine.dataset.UnusualEvents;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of one event dataset: the recordings, as files or in zip files ({@link NMnistReader}), and
 * {@code samples.parquet}, the table that is made of them at first use and read from then on. The table is enough by
 * itself: the recordings, or the training or test half of them, may be deleted. It is made again when a half that is
 * here is not the one that it was made of; where it holds a sample that is not among the recordings then, that is an
 * error, so that no sample is lost.
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
     * @param recordings number of samples, as files or in the table
     * @param filesOutsideSensor how many had events outside the sensor, which are dropped
     * @param filesBackwards in how many time goes backwards, which does no harm
     * @param table whether the samples table is there and good
     */
    public record Check(int recordings, int filesOutsideSensor, int filesBackwards, boolean table) {}

    /**
     * Number of samples here, in whatever form; recordings are not read.
     *
     * @throws UserException as {@link #load}
     */
    public long count() {
        try (NMnistReader reader = new NMnistReader(directory)) {
            return isTableOf(reader) ? table.rows() : reader.files().size();
        }
    }

    /**
     * The first samples of each split, from the table where it is good, else from the recordings, and then the table
     * is made.
     *
     * @param samples how many of each split
     * @throws UserException NO_INPUT if there is no dataset, BAD_DATA naming what is damaged or missing
     */
    public EventDataset load(Map<Split, Integer> samples) {
        EventDataset events = newlyRead().orElseGet(() -> table.read(name, samples));
        for (Split split : Split.values()) {
            int there = events.available(split);
            int wanted = Objects.requireNonNull(samples.get(split), "every split has a number of samples");
            if (there < wanted) {
                throw new UserException(
                        UserException.Kind.BAD_DATA,
                        ("data.%s-samples is %d, but %s in %s has the "
                                        + "first %d %s samples, not number %d; set a smaller number, or complete the dataset")
                                .formatted(split.label(), wanted, name, directory, there, split.label(), there + 1));
            }
        }
        return events;
    }

    /**
     * Names what {@link #load} gives when it is asked for everything, in whatever form the recordings are and whether
     * they are still there. At once where the table is good, else this makes it.
     *
     * @return {@link EventDataset#contentHash} of all samples
     * @throws UserException as {@link #load}
     */
    public String contentHash() {
        return newlyRead().map(EventDataset::contentHash).or(table::contentHash).orElseGet(this::noteContentHash);
    }

    /** For the table of an earlier version, which lacks it, when its recordings are gone. */
    private String noteContentHash() {
        EventDataset events = table.read(name, everything());
        write(events, table.source().orElse(""));
        return events.contentHash();
    }

    /**
     * Reads every recording, and the table if it is good.
     *
     * @throws UserException NO_INPUT if there is no dataset, BAD_DATA naming the first file that is malformed
     */
    public Check verify() {
        try (NMnistReader reader = new NMnistReader(directory)) {
            boolean current = isTableOf(reader);
            if (!current && reader.files().isEmpty()) {
                throw nothingHere();
            }
            long recordings = EventDataset.read(name, reader).sampleIds().count();
            long samples = current ? table.read(name, everything()).sampleIds().count() : recordings;
            UnusualEvents unusual = reader.unusual();
            return new Check((int) samples, unusual.filesOutsideSensor(), unusual.filesBackwards(), current);
        }
    }

    /** The recordings if the table is not made of them, and makes it; nothing where the table is good. */
    private Optional<EventDataset> newlyRead() {
        try (NMnistReader reader = new NMnistReader(directory)) {
            if (isTableOf(reader)) {
                return Optional.empty();
            }
            if (reader.files().isEmpty()) {
                throw nothingHere();
            }
            LOG.info(
                    "dataset {}: reading {} recordings to make {}",
                    name,
                    reader.files().size(),
                    tableFile);
            String source = reader.fingerprint();
            EventDataset events = EventDataset.read(name, reader);
            write(events, source);
            return Optional.of(events);
        }
    }

    /** Whether the table is there and good, which it is without any recordings, too; if not, it may be replaced. */
    private boolean isTableOf(NMnistReader reader) {
        if (!Files.exists(tableFile)) {
            return false;
        }
        if (reader.unchangedSince(table.source().orElse(""))) {
            return true;
        }
        Set<Integer> here = reader.files().stream().map(NMnistFile::sampleId).collect(Collectors.toSet());
        int[] missing = table.sampleIds().filter(id -> !here.contains(id)).toArray();
        if (missing.length > 0) {
            throw new UserException(
                    UserException.Kind.BAD_DATA,
                    ("%s: the recordings beside it have changed and lack "
                                    + "%,d samples that it holds, the first of them sample %d; put them back, or delete the "
                                    + "recordings to use the table as it is, or delete the table to have it made of what is there")
                            .formatted(tableFile, missing.length, missing[0]));
        }
        return false;
    }

    /** A dataset may lie where this user cannot write; then its files are read every time. */
    private void write(EventDataset events, String source) {
        try {
            table.write(events, source);
        } catch (UserException e) {
            LOG.warn("dataset {}: its recordings will be read again next time: {}", name, e.getMessage());
        }
    }

    private UserException nothingHere() {
        return new UserException(
                UserException.Kind.NO_INPUT,
                "dataset " + name + ": no event files in " + directory + "; " + howToGetIt());
    }

    /** What a user does to have the dataset. */
    public String howToGetIt() {
        return name.equals("n-mnist-sim")
                ? "'nalsm datasets make-events' makes them from MNIST"
                : "put Train.zip and Test.zip of https://www.garrickorchard.com/datasets/n-mnist there, or what they "
                        + "hold: Train/<label>/NNNNN.bin and Test/<label>/NNNNN.bin";
    }

    private static Map<Split, Integer> everything() {
        return Map.of(Split.TRAIN, Split.TRAIN.size(), Split.VALID, Split.VALID.size(), Split.TEST, Split.TEST.size());
    }
}
