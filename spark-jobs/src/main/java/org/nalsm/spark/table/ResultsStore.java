package org.nalsm.spark.table;

import java.io.IOException;
import java.io.OutputStream;
import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.nalsm.engine.UserException;
import org.nalsm.spark.parquet.PendingFile;
import org.nalsm.spark.parquet.Table;
import org.nalsm.spark.parquet.TableReader;
import org.nalsm.spark.parquet.TableWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The results of all runs under one {@code output.dir}: knows where each table's files lie, writes them and reads them
 * back. Serializable, for use in tasks; needs no SparkSession. Several threads may use it.
 *
 * <p>Every file appears whole or not at all. What several tasks or runs may write alike ({@link #writeOnce}, blocks)
 * keeps its first version; what the driver derives ({@link #write}) is replaced.
 *
 * <p>All methods throw {@link UserException}: CANNOT_WRITE if the file system refuses to write, BAD_DATA naming a
 * damaged file, NO_INPUT naming one that is missing, USAGE for an id that cannot be one.
 */
public final class ResultsStore implements Serializable {
    /** Name of the file of a partition that has only one. */
    public static final String SINGLE_FILE = "part-00000";

    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(ResultsStore.class);
    private static final Pattern BLOCK = Pattern.compile("block-(\\d{5,9})\\.parquet");

    private final ResultsLayout layout;
    private final Map<String, String> provenance;

    /**
     * Results under a directory, which need not exist.
     *
     * @param outputDir path or URI; a relative one starts at the file system's working directory
     * @param configuration Hadoop's settings, travels along to executors
     * @param provenance further key-value metadata of every file written, such as {@code code_version}; keys get the
     *     prefix {@code nalsm.}, and {@code run_id} is added by itself
     * @throws UserException BAD_CONFIGURATION if the directory's file system is not known
     */
    public ResultsStore(String outputDir, Configuration configuration, Map<String, String> provenance) {
        this.layout = new ResultsLayout(outputDir, configuration);
        this.provenance = Map.copyOf(provenance);
    }

    private ResultsStore(ResultsLayout layout, Map<String, String> provenance) {
        this.layout = layout;
        this.provenance = provenance;
    }

    /** The same results for who only looks: an attempt to write or delete there is an IllegalStateException. */
    public ResultsStore readOnly() {
        return new ResultsStore(layout.readOnly(), provenance);
    }

    /** These results; where nothing can be written, the same only to be read. */
    public ResultsStore orReadOnly() {
        if (isReadOnly()) {
            return this;
        }
        try {
            checkWritable();
            return this;
        } catch (UserException e) {
            LOG.debug("only to be read: {}", e.getMessage());
            return readOnly();
        }
    }

    /** Whether nothing is to be written here. */
    public boolean isReadOnly() {
        return layout.isReadOnly();
    }

    /** The absolute URI of the directory. */
    public String root() {
        return layout.root().toString();
    }

    ResultsLayout layout() {
        return layout;
    }

    /** Whether the directory is there. @throws UserException NO_INPUT if it is none, or cannot be looked at */
    public boolean isThere() {
        return layout.isThere();
    }

    /** The directory of a table, or of one partition given the partition columns' values in order. */
    public String directory(Table<?> table, String... partitionValues) {
        return layout.directory(table, partitionValues).toString();
    }

    /** The directory of the report of a run or sweep. */
    public String report(String id) {
        return layout.report(id).toString();
    }

    /** Creates the directory and tries to write in it. @throws UserException CANNOT_WRITE with the reason */
    public void checkWritable() {
        layout.requireWritable();
        Path probe = new Path(layout.root(), "_writable-" + UUID.randomUUID() + ".tmp");
        try {
            PendingFile file = PendingFile.of(probe, PendingFile.Existing.REPLACE, layout.configuration());
            try {
                try (OutputStream out = file.create()) {
                    out.write(0);
                }
                file.commit(); // an object store says no more before
            } finally {
                file.discard();
            }
        } catch (IOException | FSError e) { // the latter is what the local file system throws of a full disk
            throw TableWriter.cannotWrite("output.dir = " + layout.root(), e);
        }
        layout.delete(probe);
    }

    /**
     * Writes one file, in the place of an earlier one.
     *
     * @param file name without ending
     * @param partitionValues values of the table's partition columns in their order
     */
    public <R> void write(Table<R> table, String file, Stream<R> rows, String... partitionValues) {
        write(table, PendingFile.Existing.REPLACE, file, rows, partitionValues);
    }

    /** As {@link #write}, but a file that is there stays as it is. */
    public <R> void writeOnce(Table<R> table, String file, Stream<R> rows, String... partitionValues) {
        write(table, PendingFile.Existing.KEEP, file, rows, partitionValues);
    }

    private <R> void write(
            Table<R> table, PendingFile.Existing existing, String file, Stream<R> rows, String... partitionValues) {
        try (TableWriter<R> writer = open(table, existing, file, partitionValues)) {
            rows.forEachOrdered(writer::write);
            writer.commit();
        }
    }

    /** Whether a file is there. */
    public boolean has(Table<?> table, String file, String... partitionValues) {
        return layout.exists(layout.file(table, file, partitionValues));
    }

    /** The names, without ending, of the files directly in a partition, sorted. */
    public List<String> files(Table<?> table, String... partitionValues) {
        return layout.list(layout.directory(table, partitionValues)).stream()
                .filter(FileStatus::isFile)
                .filter(entry -> ResultsLayout.isFinished(entry.getPath()))
                .map(entry -> entry.getPath().getName().replaceAll("\\.parquet$", ""))
                .toList();
    }

    /** The rows of one file in their order. */
    public <R> List<R> read(Table<R> table, String file, String... partitionValues) {
        return TableReader.readAll(table, layout.file(table, file, partitionValues), layout.configuration());
    }

    /** As {@link #read}; no rows where there is no file. */
    public <R> List<R> readIfThere(Table<R> table, String file, String... partitionValues) {
        return has(table, file, partitionValues) ? read(table, file, partitionValues) : List.of();
    }

    /** The rows of all files directly in a partition, in the order of the files' names; none where there is no file. */
    public <R> List<R> readPartition(Table<R> table, String... partitionValues) {
        return files(table, partitionValues).stream()
                .flatMap(file -> read(table, file, partitionValues).stream())
                .toList();
    }

    /** A reader of some columns of one file, for who takes values without making rows of them. */
    public TableReader open(Table<?> table, List<String> columns, String file, String... partitionValues) {
        return TableReader.open(
                table,
                layout.file(table, file, partitionValues),
                layout.configuration(),
                columns.toArray(String[]::new));
    }

    /** Deletes one file, if it is there. */
    public void delete(Table<?> table, String file, String... partitionValues) {
        layout.delete(layout.file(table, file, partitionValues));
    }

    /** Deletes a partition and all that is below it, if it is there. */
    public void deletePartition(Table<?> table, String... partitionValues) {
        layout.delete(layout.directory(table, partitionValues));
    }

    /**
     * Begins a block of samples; to be committed or closed by the same task. Blocks count from 0.
     *
     * @param main the table whose file makes the block whole; partitioned by run and split
     */
    public BlockWriter openBlock(Table<?> main, String runId, String split, int block) {
        String name = blockName(block);
        return new BlockWriter(
                main,
                table -> table.partitionColumns().contains(Partitions.SPLIT.column())
                        ? open(table, PendingFile.Existing.KEEP, name, runId, split)
                        : open(table, PendingFile.Existing.KEEP, split + "-" + name, runId));
    }

    private static String blockName(int block) {
        return "block-%05d".formatted(block);
    }

    /** How many rows a block has; 0 if it is not whole. */
    public long rowsOfBlock(Table<?> main, String runId, String split, int block) {
        Path file = layout.file(main, blockName(block), runId, split);
        return layout.exists(file) ? TableReader.rows(file, layout.configuration()) : 0;
    }

    /** Reads a block from end to end. @throws UserException BAD_DATA if it is damaged, NO_INPUT if it is not whole */
    public void verifyBlock(Table<?> main, String runId, String split, int block) {
        TableReader.verify(layout.file(main, blockName(block), runId, split), layout.configuration());
    }

    /** Hands on the rows of a block in their order; the arrays are the consumer's. */
    public <R> void readBlock(Table<R> main, String runId, String split, int block, Consumer<R> consumer) {
        read(main, blockName(block), runId, split).forEach(consumer);
    }

    /** The blocks of a split that are whole. */
    public SortedSet<Integer> finishedBlocks(Table<?> main, String runId, String split) {
        return new TreeSet<>(blockFiles(main, runId, split).keySet());
    }

    /** Hands on the rows of a split in the order of the blocks; the arrays are the consumer's. */
    public <R> void readBlocks(Table<R> table, String runId, String split, Consumer<R> consumer) {
        for (Path file : blockFiles(table, runId, split).values()) {
            TableReader.readAll(table, file, layout.configuration()).forEach(consumer);
        }
    }

    /**
     * Reads the spike counts of a split.
     *
     * @param sampleIds the samples the split must consist of, in the order of the blocks
     * @param neurons number N of neurons
     * @throws UserException BAD_DATA if a file is damaged or the samples are others than these
     */
    public void readCounts(String runId, String split, int[] sampleIds, int neurons, SampleConsumer consumer) {
        new SpikeCountReader(
                        layout.directory(SpikeCounts.TABLE, runId, split),
                        List.copyOf(blockFiles(SpikeCounts.TABLE, runId, split).values()),
                        layout.configuration())
                .read(sampleIds, neurons, consumer);
    }

    /**
     * Gives a run what another one has of a table and it lacks. Files are verified first: a damaged one is left out,
     * with a warning that names it.
     */
    public void copyPartition(Table<?> table, String fromRunId, String toRunId) {
        Path from = layout.directory(table, fromRunId);
        Path to = layout.directory(table, toRunId);
        for (FileStatus file : layout.parquetFiles(from)) {
            Path target =
                    new Path(to, from.toUri().relativize(file.getPath().toUri()).getPath());
            if (layout.exists(target)) {
                continue;
            }
            try {
                TableReader.verify(file.getPath(), layout.configuration());
            } catch (UserException e) {
                LOG.warn(
                        "Run {} cannot take over a file of run {} and makes its content anew: {}",
                        toRunId,
                        fromRunId,
                        e.getMessage());
                continue;
            }
            layout.copy(file.getPath(), target);
        }
    }

    private <R> TableWriter<R> open(
            Table<R> table, PendingFile.Existing existing, String file, String... partitionValues) {
        layout.requireWritable();
        Path target = layout.file(table, file, partitionValues);
        Map<String, String> metadata = new HashMap<>(provenance);
        int run = table.partitionColumns().indexOf(Partitions.RUN.column());
        if (run >= 0) {
            metadata.put(Partitions.RUN.column(), partitionValues[run]);
        }
        return TableWriter.open(table, target, existing, layout.configuration(), metadata);
    }

    private NavigableMap<Integer, Path> blockFiles(Table<?> table, String runId, String split) {
        NavigableMap<Integer, Path> files = new TreeMap<>();
        for (FileStatus entry : layout.list(layout.directory(table, runId, split))) {
            Matcher name = BLOCK.matcher(entry.getPath().getName());
            if (name.matches()) {
                files.put(Integer.valueOf(name.group(1)), entry.getPath());
            }
        }
        return files;
    }
}
