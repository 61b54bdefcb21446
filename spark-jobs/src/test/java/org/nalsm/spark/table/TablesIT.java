package org.nalsm.spark.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Array;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nalsm.spark.family.csdp.table.CsdpEpochRow;
import org.nalsm.spark.family.csdp.table.CsdpGoodnessRow;
import org.nalsm.spark.family.csdp.table.CsdpParameterRow;
import org.nalsm.spark.family.csdp.table.CsdpRecordingRow;
import org.nalsm.spark.family.csdp.table.CsdpResponseRow;
import org.nalsm.spark.family.csdp.table.CsdpTrainingRow;
import org.nalsm.spark.family.diehlcook.table.ConfusionRow;
import org.nalsm.spark.family.diehlcook.table.LearningCurveRow;
import org.nalsm.spark.family.diehlcook.table.NeuronLabelRow;
import org.nalsm.spark.family.diehlcook.table.ResponseRow;
import org.nalsm.spark.family.diehlcook.table.SampleSpikesRow;
import org.nalsm.spark.family.diehlcook.table.SnapshotRow;
import org.nalsm.spark.family.diehlcook.table.TrainedNeuronRow;
import org.nalsm.spark.family.diehlcook.table.TrainingStepRow;
import org.nalsm.spark.family.liquid.table.BranchingFactorRow;
import org.nalsm.spark.family.liquid.table.DynamicsRow;
import org.nalsm.spark.family.liquid.table.InputRow;
import org.nalsm.spark.family.liquid.table.KernelQualityRow;
import org.nalsm.spark.family.liquid.table.LiquidWeightRow;
import org.nalsm.spark.family.liquid.table.NetworkRow;
import org.nalsm.spark.family.liquid.table.NeuronRow;
import org.nalsm.spark.family.liquid.table.ReadoutRow;
import org.nalsm.spark.family.liquid.table.SpikesRow;
import org.nalsm.spark.family.liquid.table.SynapseRow;
import org.nalsm.spark.family.lsnn.table.LsnnRecordingRow;
import org.nalsm.spark.family.lsnn.table.LsnnTrainingRow;
import org.nalsm.spark.note.NoteRow;
import org.nalsm.spark.note.RunNotes;
import org.nalsm.spark.parquet.Table;

/** Two readers that do not know this project read every table that the main job writes: Spark and DuckDB. */
class TablesIT {
    private static final String RUN = "r-4f2a";
    private static final String NETWORK = "n-77";
    private static final String FILE = ResultsStore.SINGLE_FILE;

    /** The query for each table and its rows as text, written down by hand. */
    private static final Map<String, String> EXPECTED = new LinkedHashMap<>();

    static {
        EXPECTED.put(
                "select run_id, split, sample_id, label, counts, input_spikes, liquid_spikes, block"
                        + " from spike_counts order by sample_id",
                "[r-4f2a, train, 0, 5, [0, 3, 70000], 11, 70003, 0][r-4f2a, train, 1, 0, [], 0, 0, 0]"
                        + "[r-4f2a, train, 2, 9, [1, 1, 1], 12, 3, 1][r-4f2a, valid, 50000, 3, [2, 0, 2], 13, 4, 0]");
        EXPECTED.put(
                "select run_id, split, sample_id, label, t_ms, neuron from spikes",
                "[r-4f2a, train, 0, 5, [0, 249], [2, 1]]");
        EXPECTED.put(
                "select run_id, sample_id, t_ms, liquid_spikes, input_spikes, astrocyte from dynamics",
                "[r-4f2a, 0, 249, 2, 1, -0.25]");
        EXPECTED.put(
                "select run_id, status, model, dataset, config, network_id, liquid_id, simulation_id, data_hash,"
                        + " training_pixel_share, network_seed, run_seed, results_version, code_version, code_commit,"
                        + " spark_version, backend, started_at, finished_at, total_seconds, samples_per_second,"
                        + " train_accuracy, valid_accuracy, test_accuracy, best_epoch from runs order by run_id",
                "[r-4f2a, complete, nalsm, mnist, {\"a\":1}, n-77, l-1, c-1, 0a1b2c3d4e5f, 0.0625, 1, 4294967296, 3,"
                        + " 0.1.0, abcdef0, 4.1.3, event, 2024-05-06T07:08:09.123456Z, 2024-05-06T07:18:09Z, 128.0, 625.0,"
                        + " 0.99, 0.97, null, 41][r-9, stopped, other, n-mnist, {}, null, null, null, null, null, null,"
                        + " -2, null, 0.2.0, null, 4.1.3, dense, 2024-05-06T07:08:09.123456Z, null, null, null, null,"
                        + " null, null, null]");
        EXPECTED.put(
                "select run_id, seconds['network'], seconds['initialisation'], seconds['simulation'],"
                        + " seconds['readout'], cardinality(seconds), metrics['liquid_spikes_per_sample'],"
                        + " metrics['input_spikes_per_sample'], cardinality(metrics) from runs where run_id = 'r-4f2a'",
                "[r-4f2a, 0.5, 17.25, 80.0, 30.0, 4, 7200.5, 4500.0, 2]");
        EXPECTED.put(
                "select run_id, seconds is null, metrics is null from runs where run_id = 'r-9'", "[r-9, true, true]");
        EXPECTED.put(
                "select run_id, step, name, type, length, first_element, hex(data) from checkpoints order by"
                        + " first_element",
                "[r-4f2a, 5000, weights, float32, 3, 0, 0000803F00000040]"
                        + "[r-4f2a, 5000, weights, float32, 3, 2, 000040C0]");
        EXPECTED.put(
                "select run_id, epoch, l2_penalty, train_loss, train_accuracy, valid_accuracy, test_accuracy,"
                        + " seconds from training order by epoch",
                "[r-4f2a, 0, 0.001, 2.25, 0.125, 0.25, null, 0.5][r-4f2a, 1, 0.001, 1.5, 0.5, 0.75, 0.625, 1.0]");
        EXPECTED.put(
                "select run_id, split, sample_id, label, predicted, scores from predictions",
                "[r-4f2a, test, 60000, 7, 1, [-1.5, 0.25]]");
        EXPECTED.put(
                "select run_id, class, bias, weights, training_maximum from readout order by class",
                "[r-4f2a, 0, 0.5, [0.1, -0.25], 83][r-4f2a, 1, -0.5, [0.75, 1.0E-7], null]");
        EXPECTED.put(
                "select run_id, pre, post, weight from liquid_weights order by pre",
                "[r-4f2a, 0, 2, 3.0][r-4f2a, 1000, 1, -0.1]");
        EXPECTED.put(
                "select network_id, dimensions, n_excitatory, n_inhibitory, n_inputs, synapses_ee, synapses_ei,"
                        + " synapses_ie, synapses_ii, synapses_input, density_ee, density_ei, density_ie, density_ii,"
                        + " density_input, seed from networks",
                "[n-77, [10, 10, 10], 800, 200, 784, 1, 2, 3, 4, 5, 0.5, 0.25, 0.125, 0.75, 0.15, 1]");
        EXPECTED.put(
                "select network_id, neuron, kind, x, y, z from neurons order by neuron",
                "[n-77, 0, excitatory, 1, 2, 3][n-77, 999, inhibitory, 9, 9, 9][n-77, 1000, input, null, null, null]");
        EXPECTED.put(
                "select network_id, pre, post, kind, sign from synapses order by pre",
                "[n-77, 0, 2, EE, 1][n-77, 1000, 1, input, -1]");
        EXPECTED.put(
                "select sweep_id, trial_id, run_id, parameters['network.seed'], parameters['model.name'],"
                        + " cardinality(parameters), status, error, valid_accuracy, test_accuracy, branching_factor,"
                        + " metrics['valid_accuracy'], metrics['branching_factor'], metrics is null, seconds"
                        + " from trials order by trial_id",
                "[s-1, t-1, null, 3, lsm, 2, pending, null, null, null, null, null, null, true, 1.5]"
                        + "[s-1, t-2, r-4f2a, 4, null, 1, complete, null, 0.875, null, 1.25, 0.875, 1.25, false, null]"
                        + "[s-1, t-3, r-9, null, null, 0, failed, out of memory, null, null, null, null, null, true,"
                        + " 2.0]");
        EXPECTED.put(
                "select run_id, name, note, tags['paper'], changed_at from notes order by run_id",
                "[r-4f2a, wide, one\ntwo, fig3, 2026-01-02T03:04:05.678901Z]"
                        + "[r-5, null, said, null, 2026-01-02T03:04:05.678901Z]");
        EXPECTED.put(
                "select sweep_id, name, config, status, n_trials, started_at, finished_at from sweeps order by"
                        + " sweep_id",
                "[s-1, a sweep, {}, running, 2, 2024-05-06T07:08:09.123456Z, null]"
                        + "[s-2, null, {\"b\":2}, complete, 3, 2024-05-06T07:08:09.123456Z, 2024-05-06T07:08:10Z]");
        EXPECTED.put("select run_id, sample_id, label, branching_factor from branching_factor", "[r-4f2a, 0, 5, 1.25]");
        EXPECTED.put(
                "select run_id, separation_rank, generalisation_rank, shuffles, samples_per_class from kernel_quality",
                "[r-4f2a, 994.5, 985.0, 1000, 100]");
        EXPECTED.put(
                "select run_id, sample_id, label, file, position from inputs", "[r-4f2a, 3, -1, a \"b\", c.idx, 7]");
    }

    @TempDir
    static Path directory;

    /** Rows of model families other than the main job's: an example of each, made of its components' types. */
    private static final List<Class<? extends Record>> OF_OTHER_FAMILIES = List.of(
            TrainedNeuronRow.class,
            SnapshotRow.class,
            TrainingStepRow.class,
            LearningCurveRow.class,
            ResponseRow.class,
            SampleSpikesRow.class,
            NeuronLabelRow.class,
            ConfusionRow.class,
            ParameterRow.class,
            LsnnTrainingRow.class,
            LsnnRecordingRow.class,
            CsdpParameterRow.class,
            CsdpTrainingRow.class,
            CsdpEpochRow.class,
            CsdpGoodnessRow.class,
            CsdpResponseRow.class,
            CsdpRecordingRow.class);

    static {
        for (Class<? extends Record> row : OF_OTHER_FAMILIES) {
            ExampleRow<?> example = new ExampleRow<>(row);
            EXPECTED.put(example.query(), example.text());
        }
    }

    private static SparkSession spark;

    @BeforeAll
    static void writeEveryTable() throws Exception {
        ResultsStore store =
                new ResultsStore(directory.toString(), new Configuration(), Map.of("code_version", "0.1.0"));
        writeBlocks(store);
        Instant start = Instant.parse("2024-05-06T07:08:09.123456Z");
        RunRow run = writeRuns(store, start);
        store.write(
                CheckpointRow.TABLE,
                "initialisation",
                Stream.of(
                        new CheckpointRow(5000, "weights", "float32", 3, 0, littleEndian(1f, 2f)),
                        new CheckpointRow(5000, "weights", "float32", 3, 2, littleEndian(-3f))),
                RUN);
        store.writeOnce(
                LiquidWeightRow.TABLE,
                FILE,
                Stream.of(new LiquidWeightRow(0, 2, 3f), new LiquidWeightRow(1000, 1, -0.1f)),
                RUN);
        store.write(
                TrainingRow.TABLE,
                FILE,
                Stream.of(
                        new TrainingRow(0, 0.001, 2.25, 0.125, 0.25, Double.NaN, 0.5),
                        new TrainingRow(1, 0.001, 1.5, 0.5, 0.75, 0.625, 1)),
                RUN);
        store.write(
                ReadoutRow.TABLE,
                FILE,
                Stream.of(
                        new ReadoutRow(0, 0.5, new double[] {0.1, -0.25}, OptionalInt.of(83)),
                        new ReadoutRow(1, -0.5, new double[] {0.75, 1e-7}, OptionalInt.empty())),
                RUN);
        store.write(
                PredictionRow.TABLE,
                FILE,
                Stream.of(new PredictionRow(60_000, 7, 1, new float[] {-1.5f, 0.25f})),
                RUN,
                "test");
        store.write(
                NetworkRow.TABLE,
                NETWORK,
                Stream.of(new NetworkRow(
                        NETWORK,
                        new int[] {10, 10, 10},
                        800,
                        200,
                        784,
                        new NetworkRow.Synapses(1, 2, 3, 4, 5),
                        new NetworkRow.Densities(0.5, 0.25, 0.125, 0.75, 0.15),
                        1)));
        store.write(
                NeuronRow.TABLE,
                FILE,
                Stream.of(
                        NeuronRow.liquid(0, true, 1, 2, 3),
                        NeuronRow.liquid(999, false, 9, 9, 9),
                        NeuronRow.input(1000)),
                NETWORK);
        store.write(
                SynapseRow.TABLE,
                FILE,
                Stream.of(new SynapseRow(0, 2, "EE", 1), new SynapseRow(1000, 1, "input", -1)),
                NETWORK);
        writeTablesOfLaterCommands(store, start);
        new RunCatalog(store).writeManifest(run);
        spark = SparkSession.builder()
                .master("local[1]")
                .appName("TablesIT")
                .config("spark.ui.enabled", false)
                .config("spark.sql.shuffle.partitions", 1)
                .config("spark.sql.session.timeZone", "Asia/Kathmandu")
                .config(
                        "spark.sql.warehouse.dir",
                        directory.resolve("warehouse").toString())
                .getOrCreate();
        for (Class<? extends Record> row : OF_OTHER_FAMILIES) {
            new ExampleRow<>(row).write(store, FILE, RUN);
        }
    }

    private static byte[] littleEndian(float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            bytes.putFloat(value);
        }
        return bytes.array();
    }

    /** A run that has everything, and one that has what every run has. */
    private static RunRow writeRuns(ResultsStore store, Instant start) {
        RunRow run = new RunRow(
                RUN,
                RunStatus.RUNNING,
                "nalsm",
                "mnist",
                "{\"a\":1}",
                new RunRow.Parts(
                        NETWORK, "l-1", "c-1", "0a1b2c3d4e5f", OptionalDouble.of(0.0625), OptionalLong.of(1), 1L << 32),
                new RunRow.Provenance(OptionalInt.of(3), "0.1.0", "abcdef0", "4.1.3", "event"),
                start,
                Optional.empty(),
                RunRow.Outcome.NONE);
        RunCatalog runs = new RunCatalog(store);
        runs.write(run);
        RunRow.Outcome outcome = RunRow.Outcome.of(
                new TreeMap<>(Map.of("network", 0.5, "initialisation", 17.25, "simulation", 80.0, "readout", 30.0)),
                128,
                new TreeMap<>(Map.of(
                        "samples_per_second",
                        625.0,
                        "liquid_spikes_per_sample",
                        7200.5,
                        "input_spikes_per_sample",
                        4500.0,
                        "train_accuracy",
                        0.99,
                        "valid_accuracy",
                        0.97,
                        "best_epoch",
                        41.0)));
        RunRow complete = run.with(RunStatus.COMPLETE, Optional.of(Instant.parse("2024-05-06T07:18:09Z")), outcome);
        runs.write(complete);
        runs.write(new RunRow(
                "r-9",
                RunStatus.STOPPED,
                "other",
                "n-mnist",
                "{}",
                new RunRow.Parts("", "", "", "", OptionalDouble.empty(), OptionalLong.empty(), -2),
                new RunRow.Provenance(OptionalInt.empty(), "0.2.0", "", "4.1.3", "dense"),
                start,
                Optional.empty(),
                RunRow.Outcome.NONE));
        return complete;
    }

    private static void writeBlocks(ResultsStore store) {
        try (BlockWriter block = store.openBlock(SpikeCounts.TABLE, RUN, "train", 0)) {
            block.write(SpikeCounts.TABLE, new SpikeCounts(0, 5, new int[] {0, 3, 70_000}, 11, 70_003, 0));
            block.write(SpikeCounts.TABLE, new SpikeCounts(1, 0, new int[0], 0, 0, 0));
            block.write(SpikesRow.TABLE, new SpikesRow(0, 5, new short[] {0, 249}, new int[] {2, 1}));
            block.write(DynamicsRow.TABLE, new DynamicsRow(0, 249, 2, 1, -0.25));
            block.commit();
        }
        try (BlockWriter block = store.openBlock(SpikeCounts.TABLE, RUN, "train", 1)) {
            block.write(SpikeCounts.TABLE, new SpikeCounts(2, 9, new int[] {1, 1, 1}, 12, 3, 1));
            block.commit();
        }
        try (BlockWriter block = store.openBlock(SpikeCounts.TABLE, RUN, "valid", 0)) {
            block.write(SpikeCounts.TABLE, new SpikeCounts(50_000, 3, new int[] {2, 0, 2}, 13, 4, 0));
            block.commit();
        }
        // A killed task: it wrote, and never committed or closed.
        @SuppressWarnings("resource")
        BlockWriter killed = store.openBlock(SpikeCounts.TABLE, RUN, "train", 2);
        killed.write(SpikeCounts.TABLE, new SpikeCounts(3, 1, new int[] {4, 4, 4}, 1, 12, 2));
        killed.write(SpikesRow.TABLE, new SpikesRow(3, 1, new short[] {1}, new int[] {0}));
    }

    private static void writeTablesOfLaterCommands(ResultsStore store, Instant start) {
        RunNotes notes = new RunNotes(store);
        Instant changed = Instant.parse("2026-01-02T03:04:05.678901Z");
        notes.write(new NoteRow("r-4f2a", "wide", "one\ntwo", new TreeMap<>(Map.of("paper", "fig3")), changed));
        notes.write(new NoteRow("r-5", "", "said", new TreeMap<>(), changed));
        SweepCatalog sweeps = new SweepCatalog(store);
        sweeps.write(new SweepRow("s-1", "a sweep", "{}", RunStatus.RUNNING, 2, start, Optional.empty()));
        sweeps.write(new SweepRow("s-2", "", "{\"b\":2}", RunStatus.RUNNING, 3, start, Optional.empty())
                .with(RunStatus.COMPLETE, Optional.of(Instant.parse("2024-05-06T07:08:10Z"))));
        sweeps.write(
                "s-1",
                new TrialRow(
                        "t-1",
                        Optional.empty(),
                        new TreeMap<>(Map.of("network.seed", "3", "model.name", "lsm")),
                        TrialStatus.PENDING,
                        Optional.empty(),
                        Double.NaN,
                        Double.NaN,
                        Double.NaN,
                        new TreeMap<>(),
                        1.5));
        sweeps.write(
                "s-1",
                new TrialRow(
                        "t-2",
                        Optional.of(RUN),
                        new TreeMap<>(Map.of("network.seed", "4")),
                        TrialStatus.COMPLETE,
                        Optional.empty(),
                        0.875,
                        Double.NaN,
                        1.25,
                        new TreeMap<>(Map.of("valid_accuracy", 0.875, "branching_factor", 1.25)),
                        Double.NaN));
        sweeps.write(
                "s-1",
                TrialRow.pending("t-3", new TreeMap<>())
                        .at(TrialStatus.RUNNING, Optional.of("r-9"))
                        .failed("out of memory", 2));
        store.write(BranchingFactorRow.TABLE, FILE, Stream.of(new BranchingFactorRow(0, 5, 1.25)), RUN);
        store.write(KernelQualityRow.TABLE, FILE, Stream.of(new KernelQualityRow(994.5, 985.0, 1000, 100)), RUN);
        store.write(InputRow.TABLE, FILE, Stream.of(new InputRow(3, -1, "a \"b\", c.idx", 7)), RUN);
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    @Test
    void sparkReadsEveryValue() {
        AllTables.all().forEach(table -> read(table).createOrReplaceTempView(table.name()));
        EXPECTED.forEach((query, expected) -> {
            StringBuilder rows = new StringBuilder();
            for (Row row : spark.sql(query).collectAsList()) {
                List<String> values = new ArrayList<>();
                for (int i = 0; i < row.size(); i++) {
                    Object value = row.get(i);
                    values.add(
                            value instanceof Timestamp time
                                    ? time.toInstant().toString()
                                    : value instanceof scala.collection.Seq<?> list
                                            ? list.mkString("[", ", ", "]")
                                            : String.valueOf(value));
                }
                rows.append(values);
            }
            assertThat(rows).as(query).hasToString(expected);
        });
    }

    @Test
    void sparkSeesTypesAndComments() {
        for (Table<?> table : AllTables.all()) {
            Map<String, StructField> seen = new HashMap<>();
            for (StructField field : read(table).schema().fields()) {
                seen.put(field.name(), field);
            }
            for (StructField field : table.columns().fields()) {
                assertThat(seen.get(field.name()).dataType().sql())
                        .isEqualTo(field.dataType().sql());
                assertThat(seen.get(field.name()).getComment().get())
                        .isEqualTo(field.getComment().get());
            }
            for (String partition : table.partitionColumns()) {
                assertThat(seen.get(partition).dataType().simpleString())
                        .as(table.name())
                        .isEqualTo("string");
            }
            assertThat(seen).hasSize(table.descriptions().size());
        }
        read(SpikeCounts.TABLE).createOrReplaceTempView("described");
        assertThat(spark.sql("describe described")
                        .filter("col_name = 'counts'")
                        .collectAsList()
                        .get(0))
                .hasToString("[counts,array<int>,Spikes of each neuron during the sample, by neuron number]");
    }

    @Test
    void duckDbReadsEveryValue() throws SQLException {
        try (Connection connection = duckDb();
                Statement statement = connection.createStatement()) {
            for (Table<?> table : AllTables.all()) {
                statement.execute("create view " + table.name() + " as select * from " + readParquet(table));
            }
            for (Map.Entry<String, String> query : EXPECTED.entrySet()) {
                try (ResultSet rows = statement.executeQuery(query.getKey())) {
                    assertThat(text(rows)).as(query.getKey()).isEqualTo(query.getValue());
                }
            }
        }
    }

    @Test
    void duckDbSeesDescriptionsAndProvenance() throws SQLException {
        try (Connection connection = duckDb();
                Statement statement = connection.createStatement()) {
            for (Table<?> table : AllTables.all()) {
                Map<String, String> metadata = new HashMap<>();
                try (ResultSet rows = statement.executeQuery("select decode(key), decode(value)"
                        + " from parquet_kv_metadata('" + directory + "/" + table.name() + "/**/*.parquet')")) {
                    while (rows.next()) {
                        metadata.put(rows.getString(1), rows.getString(2));
                    }
                }
                table.descriptions()
                        .forEach((column, description) -> assertThat(metadata)
                                .as(table.name())
                                .containsEntry("nalsm.column." + column, description));
                assertThat(metadata).containsEntry("nalsm.code_version", "0.1.0");
                if (table.partitionColumns().contains("run_id")) {
                    assertThat(metadata).containsEntry("nalsm.run_id", RUN);
                }
            }
        }
    }

    @Test
    void leftoversOfAKilledTaskAreThere() throws Exception {
        // What the other tests rely on: there was something to ignore.
        try (Stream<Path> files = Files.list(directory.resolve("spike_counts/run_id=" + RUN + "/split=train"))) {
            assertThat(files.filter(file -> file.getFileName().toString().startsWith("_block-00002")))
                    .hasSize(1);
        }
    }

    private static Dataset<Row> read(Table<?> table) {
        return spark.read().parquet(directory.resolve(table.name()).toString());
    }

    private static Connection duckDb() throws SQLException {
        return DriverManager.getConnection("jdbc:duckdb:");
    }

    private static String readParquet(Table<?> table) {
        return "read_parquet('" + directory + "/" + table.name() + "/**/*.parquet', hive_partitioning = true)";
    }

    private static String text(ResultSet rows) throws SQLException {
        StringBuilder text = new StringBuilder();
        while (rows.next()) {
            List<String> values = new ArrayList<>();
            for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                Object value = rows.getObject(i);
                values.add(
                        value instanceof Array list
                                ? Arrays.toString((Object[]) list.getArray())
                                : value instanceof OffsetDateTime time
                                        ? time.toInstant().toString()
                                        : String.valueOf(value));
            }
            text.append(values);
        }
        return text.toString();
    }
}
