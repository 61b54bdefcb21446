package org.nalsm.spark.dataset;

import static org.apache.parquet.filter2.predicate.FilterApi.and;
import static org.apache.parquet.filter2.predicate.FilterApi.gtEq;
import static org.apache.parquet.filter2.predicate.FilterApi.intColumn;
import static org.apache.parquet.filter2.predicate.FilterApi.lt;
import static org.apache.parquet.filter2.predicate.FilterApi.or;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.filter2.compat.FilterCompat;
import org.apache.parquet.filter2.predicate.FilterPredicate;
import org.nalsm.engine.dataset.EventDataset;
import org.nalsm.engine.dataset.EventRecording;
import org.nalsm.engine.dataset.Split;
import org.nalsm.spark.parquet.Column;
import org.nalsm.spark.parquet.PendingFile;
import org.nalsm.spark.parquet.RowReader;
import org.nalsm.spark.parquet.Table;
import org.nalsm.spark.parquet.TableReader;
import org.nalsm.spark.parquet.TableWriter;

/**
 * The recordings of an event dataset as one Parquet file, so that 70,000 small files are read once: a row a sample,
 * with what the liquid sees of it, every (millisecond, pixel, polarity) that has an event. It appears whole or not at
 * all, its pages carry checksums, and it notes which files it was made of and what content it has.
 */
public final class EventSampleTable {
    /** A row of the table. */
    public record Row(
            @Column("Training file n is n - 1, test file n is 60000 + n - 1")
            int sampleId,

            @Column("train, valid or test") String split,
            @Column("Class of the sample, from 0") int label,

            @Column("Number of events, the length of each of the lists; equal events in one ms are one")
            int events,

            @Column("Time of each event, ms, half to even, ascending")
            short[] tMs,

            @Column("Pixel column of each event, 0 to 33") short[] x,
            @Column("Pixel row of each event, 0 to 33") short[] y,

            @Column("Polarity of each event: 1 or 0, the bit of the recording")
            short[] polarity) {}

    /** The columns. */
    public static final Table<Row> TABLE =
            Table.of(Row.class, "samples", "One row a recording of an event dataset, by ascending sample_id");

    private static final String SOURCE = "source";
    private static final String CONTENT = "content";
    private static final int SIDE = EventRecording.SIDE;

    private final Path file;
    private final Configuration configuration;

    /**
     * @param file the Parquet file; need not exist
     * @param configuration Hadoop's settings
     */
    public EventSampleTable(java.nio.file.Path file, Configuration configuration) {
        this.file = new Path(file.toUri());
        this.configuration = configuration;
    }

    /**
     * What the table was made of, as {@link #write} was told.
     *
     * @throws org.nalsm.engine.UserException NO_INPUT if there is no table, BAD_DATA if the file is damaged
     */
    public Optional<String> source() {
        try (TableReader reader = TableReader.open(TABLE, file, configuration)) {
            return reader.provenance(SOURCE);
        }
    }

    /**
     * {@link EventDataset#contentHash} of all samples in the table; only the end of the file is read for it.
     *
     * @return nothing for a table of an earlier version
     * @throws org.nalsm.engine.UserException as {@link #source}
     */
    public Optional<String> contentHash() {
        try (TableReader reader = TableReader.open(TABLE, file, configuration)) {
            return reader.provenance(CONTENT);
        }
    }

    /**
     * Ids of all samples, ascending.
     *
     * @throws org.nalsm.engine.UserException as {@link #source}
     */
    public IntStream sampleIds() {
        IntStream.Builder ids = IntStream.builder();
        try (TableReader reader = TableReader.open(TABLE, file, configuration, "sample_id")) {
            reader.forEach(row -> row.intAt("sample_id"), ids::add);
        }
        return ids.build();
    }

    /**
     * Number of samples.
     *
     * @throws org.nalsm.engine.UserException as {@link #source}
     */
    public long rows() {
        try (TableReader reader = TableReader.open(TABLE, file, configuration)) {
            return reader.rows();
        }
    }

    /**
     * Writes the table in the place of an earlier one.
     *
     * @param source names the files that the samples were read from, and their state
     * @throws org.nalsm.engine.UserException CANNOT_WRITE if the disk refuses
     */
    public void write(EventDataset events, String source) {
        Map<String, String> provenance = Map.of(SOURCE, source, CONTENT, events.contentHash());
        try (TableWriter<Row> writer =
                TableWriter.open(TABLE, file, PendingFile.Existing.REPLACE, configuration, provenance)) {
            events.sampleIds().forEachOrdered(id -> {
                writer.write(row(id, events.label(id), events.recording(id).packed()));
            });
            writer.commit();
        }
    }

    /**
     * Reads the first samples of each split, on all cores.
     *
     * @param name what tables and messages call the dataset
     * @param samples how many of each split; those that the table lacks are not held
     * @throws org.nalsm.engine.UserException as {@link #source}
     */
    public EventDataset read(String name, Map<Split, Integer> samples) {
        int end = end(Split.TEST, samples);
        EventRecording[] recordings = new EventRecording[end];
        byte[] labels = new byte[end];
        FilterPredicate wanted = samples.entrySet().stream()
                .map(e -> within(e.getKey(), e.getValue()))
                .reduce((a, b) -> or(a, b))
                .orElseThrow();
        int parts = Runtime.getRuntime().availableProcessors();
        long bytes = bytes();
        IntStream.range(0, parts).parallel().forEach(part -> {
            try (TableReader reader = TableReader.openPart(
                    TABLE,
                    file,
                    configuration,
                    options -> rowGroups(options, part * bytes / parts, (part + 1) * bytes / parts, wanted),
                    "sample_id",
                    "label",
                    "events",
                    "t_ms",
                    "x",
                    "y",
                    "polarity")) {
                reader.forEach(EventSampleTable::sample, sample -> {
                    Split split = Split.of(sample.id);
                    if (sample.id < end(split, samples)) {
                        recordings[sample.id] = sample.recording;
                        labels[sample.id] = (byte) sample.label;
                    }
                });
            }
        });
        return new EventDataset(name, recordings, labels);
    }

    /** Behind the last sample that is wanted of a split. */
    private static int end(Split split, Map<Split, Integer> samples) {
        return split.firstSampleId()
                + Objects.requireNonNull(samples.get(split), "every split has a number of samples");
    }

    /** Row groups whose middle lies in the range of bytes and whose ids may be wanted. */
    private static ParquetReadOptions.Builder rowGroups(
            ParquetReadOptions.Builder options, long from, long to, FilterPredicate wanted) {
        return options.withRange(from, to)
                .withRecordFilter(FilterCompat.get(wanted))
                .useStatsFilter(true);
    }

    private static FilterPredicate within(Split split, int samples) {
        return and(
                gtEq(intColumn("sample_id"), split.firstSampleId()),
                lt(intColumn("sample_id"), split.firstSampleId() + samples));
    }

    private long bytes() {
        try {
            return file.getFileSystem(configuration).getFileStatus(file).getLen();
        } catch (java.io.IOException e) {
            throw TableReader.broken(file, e);
        }
    }

    private static Row row(int id, int label, int[] packed) {
        short[] t = new short[packed.length];
        short[] x = new short[packed.length];
        short[] y = new short[packed.length];
        short[] polarity = new short[packed.length];
        for (int k = 0; k < packed.length; k++) {
            int channel = packed[k] % EventRecording.CHANNELS;
            t[k] = (short) (packed[k] / EventRecording.CHANNELS);
            x[k] = (short) (channel % SIDE);
            y[k] = (short) (channel / SIDE % SIDE);
            polarity[k] = (short) (channel / EventRecording.PIXELS);
        }
        return new Row(id, Split.of(id).label(), label, packed.length, t, x, y, polarity);
    }

    private static Sample sample(RowReader row) {
        int id = row.intAt("sample_id");
        int label = row.intAt("label");
        int events = row.intAt("events");
        int[] t = list(row, "t_ms", events);
        int[] x = list(row, "x", events);
        int[] y = list(row, "y", events);
        int[] polarity = list(row, "polarity", events);
        int[] packed = new int[events];
        for (int k = 0; k < events; k++) {
            packed[k] = t[k] * EventRecording.CHANNELS + polarity[k] * EventRecording.PIXELS + y[k] * SIDE + x[k];
        }
        return new Sample(id, label, EventRecording.of(packed));
    }

    /** Of known length, which is the fast way. */
    private static int[] list(RowReader row, String column, int length) {
        int[] values = new int[length];
        row.ints(column, values);
        return values;
    }

    private record Sample(int id, int label, EventRecording recording) {}
}
