package org.nalsm.spark.notebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nalsm.engine.liquid.network.Network;
import org.nalsm.engine.liquid.network.NetworkGenerator;
import org.nalsm.spark.family.liquid.LiquidSettings;
import org.nalsm.spark.family.liquid.table.SpikesRow;
import org.nalsm.spark.run.TestExperiments;
import org.nalsm.spark.table.RunRow;

/**
 * Every SQL statement of the notebooks on the results of two small real runs, compared with what the runs
 * themselves say: those of the Python notebook with DuckDB, those of the Spark notebook with Spark and DuckDB.
 */
class NotebooksIT {
    private static final String PYTHON = "results.ipynb";
    private static final String SPARK_SQL = "results-spark-sql.ipynb";
    private static final int NEURONS = 125;
    private static final int DURATION_MS = 60;
    private static final int TEST_SAMPLES = 20;
    private static final double ASTROCYTE_WEIGHT = 0.015;

    @TempDir
    private static Path output;

    private static NotebookRuns runs;

    @BeforeAll
    static void train() {
        runs = new NotebookRuns(output);
    }

    @AfterAll
    static void stop() {
        runs.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {PYTHON, SPARK_SQL, "csdp-codes.ipynb"})
    void notebooksAreWellFormedAndCleared(String name) {
        Notebook notebook = Notebook.read(name);
        assertThat(notebook.root().get("nbformat").asInt()).isEqualTo(4);
        assertThat(notebook.root().get("nbformat_minor").asInt()).isEqualTo(5);
        Set<String> ids = new HashSet<>();
        for (JsonNode cell : notebook.cells()) {
            assertThat(cell.get("id").asText()).matches("[a-zA-Z0-9_-]{1,64}");
            assertThat(ids.add(cell.get("id").asText()))
                    .as("id %s is unique", cell.get("id"))
                    .isTrue();
            if (cell.get("cell_type").asText().equals("code")) {
                assertThat(cell.get("outputs"))
                        .as("outputs of %s", cell.get("id"))
                        .isEmpty();
                assertThat(cell.get("execution_count").isNull()).isTrue();
            }
        }
        assertThat(notebook.code().get(0)).contains("RESULTS = os.environ.get(\"NALSM_RESULTS\", \"nalsm-results\")");
        assertThat(notebook.code().stream().filter(cell -> cell.contains("nalsm-results")))
                .hasSize(1);
    }

    /** A new statement must not go unchecked. */
    @Test
    void theStatementsAreTheOnesThatTheseTestsCheck() {
        List<Notebook.Statement> calls = Notebook.read(PYTHON).duckDbCalls();
        assertThat(calls.stream().map(Notebook.Statement::name).filter(name -> !name.isEmpty()))
                .containsExactly(
                        "found",
                        "leaderboard",
                        "trial_points",
                        "points",
                        "recorded",
                        "liquid",
                        "spikes",
                        "activity",
                        "confusion",
                        "by_class");
        assertThat(calls)
                .allSatisfy(call -> assertThat(call.given()).as(call.sql()).isEqualTo(Set.copyOf(call.parameters())));
        assertThat(Notebook.read(SPARK_SQL).sqlCells().stream().map(Notebook.Statement::name))
                .containsExactly(
                        "leaderboard", "by_setting", "trials", "points", "", "raster", "activity", "confusion");
    }

    @Test
    void theRunsAreWorthAskingAbout() {
        assertThat(right()).as("right answers").isBetween(1, TEST_SAMPLES - 1);
        assertThat((double) right() / TEST_SAMPLES)
                .isEqualTo(runs.best().outcome().testAccuracy());
        assertThat(runs.recorded().get(0).tMs().length).as("spikes").isGreaterThan(50);
        assertThat(runs.branchingFactor(runs.best())).isPositive().isNotEqualTo(runs.branchingFactor(runs.second()));
    }

    @Test
    void pythonLeaderboardHasTheCompleteRunsByValidation() throws SQLException {
        List<Map<String, Object>> rows = python("leaderboard", 0);
        assertLeaderboard(rows);
        assertThat(column(rows, "test_samples")).containsOnly((long) TEST_SAMPLES);
    }

    @Test
    void pythonFindsTheFilesOfATable() throws SQLException {
        assertThat(python("found", 0)).containsExactly(Map.of("files", 2L));
    }

    @Test
    void pythonPointsAreTheBranchingFactorsOfRunsAndOfTrials() throws SQLException {
        List<Map<String, Object>> ofTrials = python("trial_points", 0);
        assertThat(column(ofTrials, "run_id")).containsExactly(runs.best().runId());
        assertThat(column(ofTrials, "branching_factor")).containsExactly(runs.branchingFactor(runs.best()));
        assertThat(sum(ofTrials, "test_percent"))
                .isCloseTo(100 * runs.best().outcome().testAccuracy(), within(1e-9));
        List<Map<String, Object>> ofRuns = python("points", 0);
        assertPoints(ofRuns);
        assertThat(ofTrials.get(0).keySet()).isEqualTo(ofRuns.get(0).keySet());
        assertThat(String.join("", Notebook.read(PYTHON).code()))
                .as("runs are not left out where there are trials")
                .contains("pd.concat([points, trial_points]).drop_duplicates(\"run_id\")")
                .doesNotContain("points.empty");
    }

    @Test
    void pythonRasterIsTheRecording() throws SQLException {
        assertThat(column(python("recorded", 0), "sample_id"))
                .isEqualTo(runs.recorded().stream()
                        .map(row -> (long) row.sampleId())
                        .toList());
        assertThat(column(python("recorded", 0), "liquid_spikes"))
                .isEqualTo(runs.recorded().stream()
                        .map(row -> (long) row.tMs().length)
                        .toList());
        List<Map<String, Object>> spikes = python("spikes", 0);
        assertThat(column(spikes, "t_ms"))
                .isEqualTo(longs(runs.recorded().get(0).tMs()));
        assertThat(column(spikes, "neuron"))
                .isEqualTo(longs(runs.recorded().get(0).neuron()));
        assertActivity(python("activity", 0));
    }

    @Test
    void pythonLiquidHasExcitatoryNeuronsFirst() throws SQLException {
        List<Map<String, Object>> liquid = python("liquid", 0);
        Network network = new NetworkGenerator(
                        LiquidSettings.of(TestExperiments.experiment(output)).network())
                .generate();
        assertThat(column(liquid, "position"))
                .isEqualTo(LongStream.rangeClosed(1, NEURONS).boxed().toList());
        assertThat(column(liquid, "kind").subList(0, 100)).containsOnly("excitatory");
        assertThat(column(liquid, "kind").subList(100, NEURONS)).containsOnly("inhibitory");
        liquid.forEach(row -> assertThat((long) row.get("neuron") < network.excitatory())
                .isEqualTo(row.get("kind").equals("excitatory")));
    }

    @Test
    void pythonConfusionMatrixSumsToTheTestSamplesAndItsDiagonalToTheAccuracy() throws SQLException {
        List<Map<String, Object>> rows = python("confusion", 0);
        assertThat(sum(rows, "samples")).isEqualTo(TEST_SAMPLES);
        assertThat(sum(
                        rows.stream()
                                .filter(row -> row.get("label").equals(row.get("predicted")))
                                .toList(),
                        "samples"))
                .isEqualTo(right());
        List<Map<String, Object>> byClass = python("by_class", 0);
        assertThat(sum(byClass, "samples")).isEqualTo(TEST_SAMPLES);
        assertThat(byClass.stream().mapToDouble(NotebooksIT::rightOfClass).sum())
                .isCloseTo(right(), within(1e-9));
    }

    @ParameterizedTest
    @EnumSource
    void sparkLeaderboardHasTheCompleteRunsByValidation(NotebookRuns.Engine engine) throws SQLException {
        assertLeaderboard(sparkSql(engine, "leaderboard"));
        List<Map<String, Object>> settings = sparkSql(engine, "by_setting");
        assertThat(column(settings, "model")).containsExactlyInAnyOrder("nalsm", "lsm");
        assertThat(column(settings, "runs")).containsOnly(1L);
        assertThat(column(settings, "liquids")).containsOnly(1L);
        assertThat(column(settings, "test_sd")).containsOnlyNulls();
        assertThat(sum(settings, "test_percent"))
                .isCloseTo(
                        100
                                * (runs.best().outcome().testAccuracy()
                                        + runs.second().outcome().testAccuracy()),
                        within(1e-9));
    }

    @ParameterizedTest
    @EnumSource
    void sparkTrialsHaveTheirParametersAndErrors(NotebookRuns.Engine engine) throws SQLException {
        List<Map<String, Object>> rows = sparkSql(engine, "trials");
        assertThat(column(rows, "trial_id")).containsExactly("t-1", "t-2");
        assertThat(column(rows, "error")).containsExactly(null, "it broke");
        assertThat(String.valueOf(rows.get(0).get("parameters")))
                .contains("model.name", runs.best().model());
        assertThat((double) rows.get(0).get("valid_percent"))
                .isCloseTo(100 * runs.best().outcome().validAccuracy(), within(1e-9));
    }

    @ParameterizedTest
    @EnumSource
    void sparkPointsAreTheBranchingFactorsOfTheRuns(NotebookRuns.Engine engine) throws SQLException {
        assertPoints(sparkSql(engine, "points"));
    }

    @ParameterizedTest
    @EnumSource
    void sparkRasterIsTheRecordingOfTheBestRun(NotebookRuns.Engine engine) throws SQLException {
        List<Map<String, Object>> rows = sparkSql(engine, "raster");
        SpikesRow expected = runs.recorded().get(0);
        assertThat(rows).hasSize(1);
        assertThat(rows.get(0))
                .containsEntry("run_id", runs.best().runId())
                .containsEntry("sample_id", (long) expected.sampleId())
                .containsEntry("label", (long) expected.label())
                .containsEntry("t_ms", longs(expected.tMs()))
                .containsEntry("neuron", longs(expected.neuron()));
        assertActivity(sparkSql(engine, "activity"));
    }

    @ParameterizedTest
    @EnumSource
    void sparkConfusionMatrixHasARowAClass(NotebookRuns.Engine engine) throws SQLException {
        List<Map<String, Object>> rows = sparkSql(engine, "confusion");
        assertThat(sum(rows, "samples")).isEqualTo(TEST_SAMPLES);
        assertThat(rows.stream().mapToDouble(NotebooksIT::rightOfClass).sum()).isCloseTo(right(), within(1e-9));
        for (Map<String, Object> row : rows) {
            int label = ((Long) row.get("label")).intValue();
            assertThat(IntStream.range(0, 10)
                            .mapToLong(k -> (long) row.get("predicted_" + k))
                            .toArray())
                    .isEqualTo(Arrays.stream(runs.confusion()[label])
                            .asLongStream()
                            .toArray());
        }
    }

    private static List<Map<String, Object>> python(String name, int which) throws SQLException {
        return runs.python(Notebook.read(PYTHON), name, which);
    }

    private static List<Map<String, Object>> sparkSql(NotebookRuns.Engine engine, String name) throws SQLException {
        return runs.sparkSql(Notebook.read(SPARK_SQL), engine, name);
    }

    private static void assertLeaderboard(List<Map<String, Object>> rows) {
        assertThat(column(rows, "run_id"))
                .containsExactly(runs.best().runId(), runs.second().runId());
        assertThat(column(rows, "train_samples")).containsOnly(55L);
        for (Map<String, Object> row : rows) {
            RunRow run = assertRun(row);
            assertThat(row)
                    .containsEntry("dataset", "mnist")
                    .containsEntry("total_seconds", run.outcome().totalSeconds());
            assertThat((double) row.get("valid_percent"))
                    .isCloseTo(100 * run.outcome().validAccuracy(), within(1e-9));
        }
    }

    private static void assertPoints(List<Map<String, Object>> rows) {
        assertThat(column(rows, "model")).containsExactly("lsm", "nalsm");
        for (Map<String, Object> row : rows) {
            RunRow run = assertRun(row);
            assertThat((double) row.get("branching_factor")).isCloseTo(runs.branchingFactor(run), within(1e-9));
            assertThat((double) row.get("branching_factor_sd")).isPositive();
        }
    }

    /** Checks what leaderboards and points have in common, and returns the run. */
    private static RunRow assertRun(Map<String, Object> row) {
        RunRow run = row.get("run_id").equals(runs.best().runId()) ? runs.best() : runs.second();
        boolean isNalsm = run.model().equals("nalsm");
        assertThat(row)
                .containsEntry("run_id", run.runId())
                .containsEntry("model", run.model())
                .containsEntry("network_seed", 1L)
                .containsEntry("train_samples", 55L)
                .containsEntry("astrocyte_weight", isNalsm ? Double.valueOf(ASTROCYTE_WEIGHT) : null);
        assertThat((double) row.get("test_percent"))
                .isCloseTo(100 * run.outcome().testAccuracy(), within(1e-9));
        return run;
    }

    private static void assertActivity(List<Map<String, Object>> rows) {
        assertThat(column(rows, "t_ms"))
                .isEqualTo(LongStream.range(0, DURATION_MS).boxed().toList());
        assertThat(sum(rows, "liquid_spikes")).isEqualTo(runs.recorded().get(0).tMs().length);
        assertThat(sum(rows, "input_spikes")).isPositive();
        assertThat(rows.get(0)).containsKey("astrocyte");
    }

    private static int right() {
        return IntStream.range(0, 10).map(k -> runs.confusion()[k][k]).sum();
    }

    private static double rightOfClass(Map<String, Object> row) {
        return (long) row.get("samples") * (double) row.get("correct_percent") / 100;
    }

    private static List<Object> column(List<Map<String, Object>> rows, String name) {
        assertThat(rows).allSatisfy(row -> assertThat(row).containsKey(name));
        return rows.stream().map(row -> row.get(name)).toList();
    }

    private static double sum(List<Map<String, Object>> rows, String name) {
        return column(rows, name).stream()
                .mapToDouble(value -> ((Number) value).doubleValue())
                .sum();
    }

    private static List<Object> longs(int[] values) {
        return Arrays.stream(values)
                .mapToObj(value -> (Object) Long.valueOf(value))
                .toList();
    }

    private static List<Object> longs(short[] values) {
        return IntStream.range(0, values.length)
                .mapToObj(k -> (Object) Long.valueOf(values[k]))
                .toList();
    }
}
