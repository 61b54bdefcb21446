package org.nalsm.spark.table;

import static org.assertj.core.api.Assertions.assertThat;

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

/** Two readers that do not know this project read every table that the main job writes: Spark and DuckDB. */
class TablesIT {
    private static final String RUN = "r-4f2a";
    private static final String NETWORK = "n-77";

    /** The query for each table and its rows as text, written down by hand. */
    private static final Map<String, String> EXPECTED = new LinkedHashMap<>();

    static {
        EXPECTED.put(
                "select run_id, split, sample_id, label, counts, input_spikes, liquid_spikes, block"
                        + " from spike_counts order by sample_id",
                "[r-4f2a, train, 0, 5, [0, 3, 70000], 11, 70003, 0][r-4f2a, train, 1, 0, [], 0, 0, 0]"
                        + "[r-4f2a, train, 2, 9, [1, 1, 1], 12, 3, 1][r-4f2a, valid, 50000, 3, [2, 0, 2], 13, 4, 0]");
        EXPECTED.put("select split, sample_id, label, t_ms, neuron from spikes", "[train, 0, 5, [0, 249], [2, 1]]");
        EXPECTED.put(
                "select run_id, sample_id, t_ms, liquid_spikes, input_spikes, astrocyte from dynamics",
                "[r-4f2a, 0, 249, 2, 1, -0.25]");
        EXPECTED.put(
                "select run_id, status, model, dataset, config, network_id, network_seed, run_seed,"
                        + " code_version, spark_version, backend, started_at, finished_at, network_seconds,"
                        + " initialisation_seconds, simulation_seconds, readout_seconds, total_seconds, samples_per_second,"
                        + " liquid_spikes_per_sample, input_spikes_per_sample, train_accuracy, valid_accuracy, test_accuracy, best_epoch from runs",
                "[r-4f2a, complete, nalsm, mnist, {\"a\":1}, n-77, 1, 4294967296, 0.1.0, 4.1.3, event,"
                        + " 2024-05-06T07:08:09.123456Z, 2024-05-06T07:18:09Z, 0.5, 17.25, 80.0, 30.0, 128.0, 625.0,"
                        + " 7200.5, 4500.0, 0.99, 0.97, null, 41]");
        EXPECTED.put(
                "select run_id, epoch, l2_penalty, train_loss, train_accuracy, valid_accuracy, test_accuracy,"
                        + " seconds from training order by epoch",
                "[r-4f2a, 0, 0.001, 2.25, 0.125, 0.25, null, 0.5][r-4f2a, 1, 0.001, 1.5, 0.5, 0.75, 0.625, 1.0]");
        EXPECTED.put(
                "select run_id, split, sample_id, label, predicted, scores from predictions",
                "[r-4f2a, test, 60000, 7, 1, [-1.5, 0.25]]");
        EXPECTED.put(
                "select run_id, class, bias, weights from readout order by class",
                "[r-4f2a, 0, 0.5, [0.1, -0.25]][r-4f2a, 1, -0.5, [0.75, 1.0E-7]]");
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
                "select sweep_id, trial_id, run_id, parameters['network.seed'], error, seconds from trials",
                "[s-1, t-1, null, 3, null, 1.5]");
        EXPECTED.put("select sweep_id, status, n_trials, finished_at from sweeps", "[s-1, running, 2, null]");
        EXPECTED.put("select sample_id, branching_factor from branching_factor", "[0, 1.25]");
        EXPECTED.put(
                "select separation_rank, generalisation_rank, shuffles, samples_per_class from kernel_quality",
                "[994.5, 985.0, 1000, 100]");
        EXPECTED.put(
                "select run_id, sample_id, label, file, position from inputs", "[r-4f2a, 3, -1, a \"b\", c.idx, 7]");
    }

    @TempDir
    static Path directory;

    private static SparkSession spark;

    @BeforeAll
    static void writeEveryTable() throws Exception {
        ResultsStore store =
                new ResultsStore(directory.toString(), new Configuration(), Map.of("code_version", "0.1.0"));
        writeBlocks(store);
        Instant start = Instant.parse("2024-05-06T07:08:09.123456Z");
        RunRow run = new RunRow(
                RUN,
                RunStatus.RUNNING,
                "nalsm",
                "mnist",
                "{\"a\":1}",
                NETWORK,
                "",
                "c-1",
                "",
                1,
                1L << 32,
                "0.1.0",
                "4.1.3",
                "event",
                start,
                Optional.empty(),
                RunRow.PhaseSeconds.UNKNOWN,
                RunRow.Scores.UNKNOWN);
        store.runs().write(run);
        store.writeLiquidWeights(RUN, new int[] {0, 1000}, new int[] {2, 1}, new float[] {3f, -0.1f});
        store.writeTraining(
                RUN,
                List.of(
                        new TrainingRow(0, 0.001, 2.25, 0.125, 0.25, Double.NaN, 0.5),
                        new TrainingRow(1, 0.001, 1.5, 0.5, 0.75, 0.625, 1)));
        store.writeReadout(
                RUN,
                List.of(
                        new ReadoutRow(0, 0.5, new double[] {0.1, -0.25}, OptionalInt.of(83), OptionalDouble.of(0.05)),
                        new ReadoutRow(
                                1, -0.5, new double[] {0.75, 1e-7}, OptionalInt.of(83), OptionalDouble.of(0.05))));
        store.writePredictions(RUN, "test", Stream.of(new PredictionRow(60_000, 7, 1, new float[] {-1.5f, 0.25f})));
        store.writeNetwork(
                new NetworkRow(
                        NETWORK,
                        new int[] {10, 10, 10},
                        800,
                        200,
                        784,
                        new NetworkRow.PerClass<>(1L, 2L, 3L, 4L, 5L),
                        new NetworkRow.PerClass<>(0.5, 0.25, 0.125, 0.75, 0.15),
                        1),
                Stream.of(
                        NeuronRow.liquid(0, true, 1, 2, 3),
                        NeuronRow.liquid(999, false, 9, 9, 9),
                        NeuronRow.input(1000)),
                Stream.of(new SynapseRow(0, 2, "EE", 1), new SynapseRow(1000, 1, "input", -1)));
        store.runs()
                .write(run.with(
                        RunStatus.COMPLETE,
                        Optional.of(Instant.parse("2024-05-06T07:18:09Z")),
                        new RunRow.PhaseSeconds(0.5, 17.25, 80, 30, 128),
                        new RunRow.Scores(625, 7200.5, 4500, 0.99, 0.97, Double.NaN, OptionalInt.of(41))));
        writeTablesOfLaterCommands(store, start);
        store.runs().writeManifest(RUN, "{\"a\":1}");
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
    }

    private static void writeBlocks(ResultsStore store) {
        try (BlockWriter block = store.openBlock(RUN, "train", 0)) {
            block.write(new SampleCounts(0, 5, new int[] {0, 3, 70_000}, 11, 70_003, 0));
            block.write(new SampleCounts(1, 0, new int[0], 0, 0, 0));
            block.write(new RecordedSpikes(0, 5, new short[] {0, 249}, new int[] {2, 1}));
            block.write(new DynamicsRow(0, 249, 2, 1, -0.25));
            block.commit();
        }
        try (BlockWriter block = store.openBlock(RUN, "train", 1)) {
            block.write(new SampleCounts(2, 9, new int[] {1, 1, 1}, 12, 3, 1));
            block.commit();
        }
        try (BlockWriter block = store.openBlock(RUN, "valid", 0)) {
            block.write(new SampleCounts(50_000, 3, new int[] {2, 0, 2}, 13, 4, 0));
            block.commit();
        }
        // A killed task: it wrote, and never committed or closed.
        @SuppressWarnings("resource")
        BlockWriter killed = store.openBlock(RUN, "train", 2);
        killed.write(new SampleCounts(3, 1, new int[] {4, 4, 4}, 1, 12, 2));
        killed.write(new RecordedSpikes(3, 1, new short[] {1}, new int[] {0}));
    }

    private static void writeTablesOfLaterCommands(ResultsStore store, Instant start) {
        store.writeTable(Tables.SWEEPS, "s-1", Stream.of(() ->
                new Object[] {"s-1", "a sweep", "{}", "running", 2, start, null}));
        store.writeTable(
                Tables.TRIALS,
                "t-1",
                Stream.of(() -> new Object[] {
                    "t-1",
                    null,
                    Map.of("network.seed", "3", "model.name", "lsm"),
                    "pending",
                    null,
                    null,
                    null,
                    null,
                    1.5
                }),
                "s-1");
        store.writeTable(Tables.BRANCHING_FACTOR, "part-00000", Stream.of(() -> new Object[] {0, 5, 1.25}), RUN);
        store.writeTable(
                Tables.KERNEL_QUALITY, "part-00000", Stream.of(() -> new Object[] {994.5, 985.0, 1000, 100}), RUN);
        store.writeTable(Tables.INPUTS, "part-00000", Stream.of(() -> new Object[] {3, -1, "a \"b\", c.idx", 7}), RUN);
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    @Test
    void sparkReadsEveryValue() {
        Tables.all().forEach(table -> read(table).createOrReplaceTempView(table.name()));
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
        for (TableSchema table : Tables.all()) {
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
        read(Tables.SPIKE_COUNTS).createOrReplaceTempView("described");
        assertThat(spark.sql("describe described")
                        .filter("col_name = 'counts'")
                        .collectAsList()
                        .get(0))
                .hasToString("[counts,array<int>,Spikes of each liquid neuron during the sample, by neuron number]");
    }

    @Test
    void duckDbReadsEveryValue() throws SQLException {
        try (Connection connection = duckDb();
                Statement statement = connection.createStatement()) {
            for (TableSchema table : Tables.all()) {
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
            for (TableSchema table : Tables.all()) {
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

    private static Dataset<Row> read(TableSchema table) {
        return spark.read().parquet(directory.resolve(table.name()).toString());
    }

    private static Connection duckDb() throws SQLException {
        return DriverManager.getConnection("jdbc:duckdb:");
    }

    private static String readParquet(TableSchema table) {
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
