package org.nalsm.spark.table;

import java.io.IOException;
import java.io.OutputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.nalsm.engine.UserException;

/**
 * The results of all runs under one {@code output.dir}: knows where each table's files lie, writes them and
 * reads them back. Serializable, for use in tasks; needs no SparkSession. Several threads may use it.
 *
 * <p>Every file appears whole or not at all. Files that a task may write twice (blocks, weights, networks)
 * keep the first version; what the driver derives from them (training, readout, predictions, run rows) is
 * replaced.
 *
 * <p>All methods throw {@link UserException}: CANNOT_WRITE if the file system refuses to write, BAD_DATA
 * naming a damaged file, NO_INPUT naming one that is missing, USAGE for an id that cannot be one.
 */
public final class ResultsStore implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final String SINGLE_FILE = "part-00000";
    private static final Pattern BLOCK = Pattern.compile("block-(\\d{5,9})\\.parquet");

    private final ResultsLayout layout;
    private final Map<String, String> provenance;

    /**
     * Results under a directory, which need not exist.
     *
     * @param outputDir path or URI; a relative one starts at the file system's working directory
     * @param configuration Hadoop's settings, travels along to executors
     * @param provenance further key-value metadata of every file written, such as {@code code_version}; keys
     *        get the prefix {@code nalsm.}, and {@code run_id} is added by itself
     * @throws UserException BAD_CONFIGURATION if the directory's file system is not known
     */
    public ResultsStore(String outputDir, Configuration configuration, Map<String, String> provenance) {
        this.layout = new ResultsLayout(outputDir, configuration);
        this.provenance = Map.copyOf(provenance);
    }

    /** The absolute URI of the directory. */
    public String root() {
        return layout.root().toString();
    }

    /** The directory of a table, or of one partition given the partition columns' values in order. */
    public String directory(TableSchema table, String... partitionValues) {
        return layout.directory(table, partitionValues).toString();
    }

    /** The rows of {@code runs} and the manifests. */
    public RunCatalog runs() {
        return new RunCatalog(layout, this);
    }

    /** The rows of {@code sweeps} and {@code trials}. */
    public SweepCatalog sweeps() {
        return new SweepCatalog(layout, this);
    }

    /** What is on disk of a run's recorded samples. */
    public Recordings recordings(String runId) {
        return new Recordings(layout, this, runId);
    }

    /** Creates the directory and tries to write in it. @throws UserException CANNOT_WRITE with the reason */
    public void checkWritable() {
        Path probe = new Path(layout.root(), "writable");
        try {
            PendingFile file = new PendingFile(probe, layout.configuration());
            try (OutputStream out = file.create()) {
                out.write(0);
            } finally {
                file.discard();
            }
        } catch (IOException e) {
            throw TableWriter.cannotWrite("output.dir = " + layout.root(), e);
        }
    }

    /** Begins a block of samples; to be committed or closed by the same task. Blocks count from 0. */
    public BlockWriter openBlock(String runId, String split, int block) {
        String name = "block-%05d".formatted(block);
        return new BlockWriter(table ->
                table == Tables.DYNAMICS ? open(table, split + "-" + name, runId) : open(table, name, runId, split));
    }

    /** The blocks of a split whose counts are on disk. */
    public SortedSet<Integer> finishedBlocks(String runId, String split) {
        return new TreeSet<>(blockFiles(Tables.SPIKE_COUNTS, runId, split).keySet());
    }

    /**
     * Reads the counts of a split.
     *
     * @param sampleIds the samples the split must consist of, in the order of the blocks
     * @param neurons number N of liquid neurons
     * @throws UserException BAD_DATA if a file is damaged or the samples are others than these
     */
    public void readCounts(String runId, String split, int[] sampleIds, int neurons, SampleConsumer consumer) {
        new CountReader(
                        layout.directory(Tables.SPIKE_COUNTS, runId, split),
                        List.copyOf(
                                blockFiles(Tables.SPIKE_COUNTS, runId, split).values()),
                        layout.configuration())
                .read(sampleIds, neurons, consumer);
    }

    /** Hands on the recorded samples of a split in the order of the blocks; the arrays are the consumer's. */
    public void readSpikes(String runId, String split, Consumer<RecordedSpikes> consumer) {
        for (Path file : blockFiles(Tables.SPIKES, runId, split).values()) {
            read(
                    Tables.SPIKES,
                    file,
                    row -> new RecordedSpikes(
                            row.intAt("sample_id"), row.intAt("label"), row.shorts("t_ms"), row.ints("neuron")),
                    consumer,
                    "sample_id",
                    "label",
                    "t_ms",
                    "neuron");
        }
    }

    /** Stores the initialised liquid in the order of the arrays, which are equally long; see SYNAPSES for pre. */
    public void writeLiquidWeights(String runId, int[] pre, int[] post, float[] weights) {
        write(
                Tables.LIQUID_WEIGHTS,
                PendingFile.Existing.KEEP,
                SINGLE_FILE,
                IntStream.range(0, weights.length).mapToObj(i -> new WeightRow(pre[i], post[i], weights[i])),
                runId);
    }

    public boolean hasLiquidWeights(String runId) {
        return layout.exists(layout.file(Tables.LIQUID_WEIGHTS, SINGLE_FILE, runId));
    }

    /** The weights of the initialised liquid in the order they were written. */
    public float[] readLiquidWeights(String runId) {
        Path file = layout.file(Tables.LIQUID_WEIGHTS, SINGLE_FILE, runId);
        try (TableReader reader = TableReader.open(Tables.LIQUID_WEIGHTS, file, layout.configuration(), "weight")) {
            float[] weights = new float[Math.toIntExact(reader.rows())];
            int[] next = {0};
            reader.forEach(
                    row -> {
                        weights[next[0]++] = row.floatAt("weight");
                        return row;
                    },
                    row -> {});
            return weights;
        }
    }

    /** Gives a run the initialised liquid of another one. */
    public void copyLiquidWeights(String fromRunId, String toRunId) {
        layout.copy(
                layout.file(Tables.LIQUID_WEIGHTS, SINGLE_FILE, fromRunId),
                layout.file(Tables.LIQUID_WEIGHTS, SINGLE_FILE, toRunId));
    }

    /** Gives a run the finished blocks of another one that it lacks: what was recorded first, then the counts. */
    public void copyBlocks(String fromRunId, String toRunId) {
        for (TableSchema table : List.of(Tables.DYNAMICS, Tables.SPIKES, Tables.SPIKE_COUNTS)) {
            Path from = layout.directory(table, fromRunId);
            Path to = layout.directory(table, toRunId);
            layout.parquetFiles(from)
                    .forEach(file -> layout.copy(
                            file.getPath(),
                            new Path(
                                    to,
                                    from.toUri()
                                            .relativize(file.getPath().toUri())
                                            .getPath())));
        }
    }

    /** Stores a network unless it is there; its row comes last, so a network with a row is whole. */
    public void writeNetwork(NetworkRow network, Stream<NeuronRow> neurons, Stream<SynapseRow> synapses) {
        String id = network.networkId();
        if (hasNetwork(id)) {
            return;
        }
        write(Tables.NEURONS, PendingFile.Existing.KEEP, SINGLE_FILE, neurons, id);
        write(Tables.SYNAPSES, PendingFile.Existing.KEEP, SINGLE_FILE, synapses, id);
        write(Tables.NETWORKS, PendingFile.Existing.KEEP, id, Stream.of(network));
    }

    public boolean hasNetwork(String networkId) {
        return layout.exists(layout.file(Tables.NETWORKS, networkId));
    }

    public void writeTraining(String runId, Collection<TrainingRow> rows) {
        write(Tables.TRAINING, PendingFile.Existing.REPLACE, SINGLE_FILE, rows.stream(), runId);
    }

    public List<TrainingRow> readTraining(String runId) {
        return readAll(
                Tables.TRAINING,
                layout.file(Tables.TRAINING, SINGLE_FILE, runId),
                row -> new TrainingRow(
                        row.intAt("epoch"),
                        row.doubleOrNaN("l2_penalty"),
                        row.doubleOrNaN("train_loss"),
                        row.doubleOrNaN("train_accuracy"),
                        row.doubleOrNaN("valid_accuracy"),
                        row.doubleOrNaN("test_accuracy"),
                        row.doubleOrNaN("seconds")));
    }

    public void writeReadout(String runId, Collection<ReadoutRow> rows) {
        write(Tables.READOUT, PendingFile.Existing.REPLACE, SINGLE_FILE, rows.stream(), runId);
    }

    /** The trained readout in the order it was written. */
    public List<ReadoutRow> readReadout(String runId) {
        return readAll(
                Tables.READOUT,
                layout.file(Tables.READOUT, SINGLE_FILE, runId),
                row -> new ReadoutRow(
                        row.intAt("class"),
                        row.doubleOrNaN("bias"),
                        row.doubles("weights"),
                        row.optionalInt("training_maximum"),
                        row.optionalDouble("training_pixel_share")));
    }

    public void writePredictions(String runId, String split, Stream<PredictionRow> rows) {
        write(Tables.PREDICTIONS, PendingFile.Existing.REPLACE, SINGLE_FILE, rows, runId, split);
    }

    public List<PredictionRow> readPredictions(String runId, String split) {
        return readAll(
                Tables.PREDICTIONS,
                layout.file(Tables.PREDICTIONS, SINGLE_FILE, runId, split),
                row -> new PredictionRow(
                        row.intAt("sample_id"), row.intAt("label"), row.intAt("predicted"), row.floats("scores")));
    }

    /**
     * Writes one file of any table, replacing an earlier one; for the tables without a method of their own.
     *
     * @param file name without ending
     * @param rows rows that fit the table's columns
     * @param partitionValues values of the table's partition columns in their order
     */
    public void writeTable(TableSchema table, String file, Stream<? extends TableRow> rows, String... partitionValues) {
        write(table, PendingFile.Existing.REPLACE, file, rows, partitionValues);
    }

    private void write(
            TableSchema table,
            PendingFile.Existing existing,
            String file,
            Stream<? extends TableRow> rows,
            String... partitionValues) {
        try (TableWriter writer = open(table, file, partitionValues)) {
            rows.forEachOrdered(writer::write);
            writer.commit(existing);
        }
    }

    private TableWriter open(TableSchema table, String file, String... partitionValues) {
        Map<String, String> metadata = new HashMap<>(provenance);
        int run = table.partitionColumns().indexOf("run_id");
        if (run >= 0) {
            metadata.put("run_id", partitionValues[run]);
        }
        return TableWriter.open(table, layout.file(table, file, partitionValues), layout.configuration(), metadata);
    }

    private NavigableMap<Integer, Path> blockFiles(TableSchema table, String runId, String split) {
        NavigableMap<Integer, Path> files = new TreeMap<>();
        for (FileStatus entry : layout.list(layout.directory(table, runId, split))) {
            Matcher name = BLOCK.matcher(entry.getPath().getName());
            if (name.matches()) {
                files.put(Integer.valueOf(name.group(1)), entry.getPath());
            }
        }
        return files;
    }

    private <R> List<R> readAll(TableSchema table, Path file, Function<RowReader, R> decoder) {
        List<R> rows = new ArrayList<>();
        read(table, file, decoder, rows::add, table.columns().fieldNames());
        return rows;
    }

    private <R> void read(
            TableSchema table, Path file, Function<RowReader, R> decoder, Consumer<R> consumer, String... columns) {
        try (TableReader reader = TableReader.open(table, file, layout.configuration(), columns)) {
            reader.forEach(decoder, consumer);
        }
    }
}
