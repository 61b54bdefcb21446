package org.nalsm.spark.notebook;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.nalsm.engine.dataset.Split;
import org.nalsm.spark.family.liquid.BranchingFactorJob;
import org.nalsm.spark.family.liquid.table.BranchingFactorRow;
import org.nalsm.spark.family.liquid.table.DynamicsRow;
import org.nalsm.spark.family.liquid.table.SpikesRow;
import org.nalsm.spark.parquet.Table;
import org.nalsm.spark.run.Experiment;
import org.nalsm.spark.run.TestExperiments;
import org.nalsm.spark.table.PredictionRow;
import org.nalsm.spark.table.ResultsStore;
import org.nalsm.spark.table.RunCatalog;
import org.nalsm.spark.table.RunRow;
import org.nalsm.spark.table.RunStatus;
import org.nalsm.spark.table.SweepCatalog;
import org.nalsm.spark.table.TrialRow;
import org.nalsm.spark.table.TrialStatus;

/**
 * Results for the notebooks to read, and their answers: two small real runs of nalsm and lsm with their
 * branching factors, the row of a failed run, and a sweep of two trials.
 */
final class NotebookRuns implements AutoCloseable {
    private static final List<Table<?>> VIEWS = List.of(
            RunRow.TABLE,
            PredictionRow.TABLE,
            SpikesRow.TABLE,
            DynamicsRow.TABLE,
            BranchingFactorRow.TABLE,
            TrialRow.TABLE);

    /** Who runs the statements of the Spark notebook. */
    enum Engine {
        SPARK,
        DUCKDB
    }

    private final Path output;
    private final ResultsStore store;
    private final SparkSession spark;
    private final List<RunRow> runs = new ArrayList<>();
    private final Map<String, Double> branchingFactors = new HashMap<>();

    NotebookRuns(Path output) {
        this.output = output;
        store = TestExperiments.store(output);
        @SuppressWarnings("resource") // the session's end is the context's
        JavaSparkContext context = TestExperiments.spark("local[2]");
        spark = SparkSession.builder()
                .config("spark.sql.shuffle.partitions", 1)
                .config("spark.sql.warehouse.dir", output.resolve("warehouse").toString())
                .getOrCreate();
        for (String model : List.of("nalsm", "lsm")) {
            Experiment experiment = TestExperiments.experiment(output, "model.name=" + model);
            runs.add(TestExperiments.train(context, experiment, store).run());
            branchingFactors.put(
                    experiment.runId(),
                    new BranchingFactorJob(experiment, store).run(Split.TEST).mean());
        }
        runs.sort(Comparator.comparing((RunRow run) -> -run.outcome().validAccuracy())
                .thenComparing(RunRow::runId));
        writeFailedRun();
        writeTrials();
    }

    private void writeFailedRun() {
        RunRow like = best();
        new RunCatalog(store)
                .write(new RunRow(
                        "r-failed",
                        RunStatus.FAILED,
                        like.model(),
                        like.dataset(),
                        like.config(),
                        like.parts(),
                        like.provenance(),
                        like.startedAt(),
                        Optional.empty(),
                        RunRow.Outcome.NONE));
    }

    private void writeTrials() {
        new SweepCatalog(store)
                .write(
                        "s-1",
                        TrialRow.pending("t-1", new TreeMap<>(Map.of("model.name", '"' + best().model() + '"')))
                                .complete(best(), 9.5));
        new SweepCatalog(store)
                .write(
                        "s-1",
                        TrialRow.pending("t-2", new TreeMap<>(Map.of("model.name", "\"lsm\"")))
                                .at(TrialStatus.RUNNING, Optional.of("r-failed"))
                                .failed("it broke", 0.5));
    }

    /** The run with the better validation accuracy, as its job returned it. */
    RunRow best() {
        return runs.get(0);
    }

    RunRow second() {
        return runs.get(1);
    }

    /** Mean over the recorded test samples of a run, as its job returned it. */
    double branchingFactor(RunRow run) {
        return branchingFactors.get(run.runId());
    }

    /** The recorded test samples of the best run by sample id. */
    List<SpikesRow> recorded() {
        List<SpikesRow> recorded = new ArrayList<>();
        store.readBlocks(SpikesRow.TABLE, best().runId(), "test", recorded::add);
        recorded.sort(Comparator.comparing(SpikesRow::sampleId));
        return recorded;
    }

    /** Test samples of the best run by true and predicted class. */
    int[][] confusion() {
        int[][] samples = new int[10][10];
        store.read(PredictionRow.TABLE, ResultsStore.SINGLE_FILE, best().runId(), "test")
                .forEach(row -> samples[row.label()][row.predicted()]++);
        return samples;
    }

    /**
     * What the Python notebook gets to see: its statements without an answer first, then the one asked for.
     *
     * @param which of several with that name, from 0
     */
    List<Map<String, Object>> python(Notebook notebook, String name, int which) throws SQLException {
        Map<String, Object> values = Map.of(
                "results",
                output.toString(),
                "run_id",
                best().runId(),
                "sample_id",
                recorded().get(0).sampleId(),
                "table_name",
                "trials");
        List<Notebook.Statement> calls = notebook.duckDbCalls();
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:")) {
            for (Notebook.Statement call : calls) {
                if (call.name().isEmpty()) {
                    answer(connection, call, values);
                }
            }
            return answer(
                    connection,
                    calls.stream()
                            .filter(call -> call.name().equals(name))
                            .toList()
                            .get(which),
                    values);
        }
    }

    private static List<Map<String, Object>> answer(
            Connection connection, Notebook.Statement call, Map<String, Object> values) throws SQLException {
        return SqlAnswers.ofDuckDb(
                connection,
                call.sqlWithQuestionMarks(),
                call.parameters().stream().map(values::get).toList());
    }

    /** What the Spark notebook gets to see in the cell of that name, after its cells without a name. */
    List<Map<String, Object>> sparkSql(Notebook notebook, Engine engine, String name) throws SQLException {
        List<Notebook.Statement> cells = notebook.sqlCells();
        List<String> statements = Stream.concat(
                        cells.stream().filter(cell -> cell.name().isEmpty()),
                        cells.stream().filter(cell -> cell.name().equals(name)))
                .map(Notebook.Statement::sql)
                .toList();
        return engine == Engine.SPARK ? withSpark(statements) : withDuckDb(statements);
    }

    private List<Map<String, Object>> withSpark(List<String> statements) {
        VIEWS.forEach(table ->
                spark.read().parquet(output.resolve(table.name()).toString()).createOrReplaceTempView(table.name()));
        List<Map<String, Object>> answer = List.of();
        for (String sql : statements) {
            answer = SqlAnswers.ofSpark(spark, sql);
        }
        return answer;
    }

    private List<Map<String, Object>> withDuckDb(List<String> statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:")) {
            for (Table<?> table : VIEWS) {
                SqlAnswers.ofDuckDb(
                        connection,
                        "CREATE VIEW " + table.name() + " AS SELECT * FROM read_parquet('" + output + "/" + table.name()
                                + "/**/*.parquet', hive_partitioning = true)",
                        List.of());
            }
            // The one function of Spark's that DuckDB calls by another name.
            SqlAnswers.ofDuckDb(
                    connection,
                    "CREATE MACRO get_json_object(document, path) AS json_extract_string(document, path)",
                    List.of());
            List<Map<String, Object>> answer = List.of();
            for (String sql : statements) {
                answer = SqlAnswers.ofDuckDb(connection, sql, List.of());
            }
            return answer;
        }
    }

    @Override
    public void close() {
        spark.stop();
    }
}
