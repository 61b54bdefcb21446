package org.nalsm.spark.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nalsm.spark.family.csdp.table.CsdpResponseRow;
import org.nalsm.spark.run.TestExperiments;
import org.nalsm.spark.table.ResultsStore;
import org.nalsm.spark.table.RunCatalog;
import org.nalsm.spark.table.RunRow;
import org.nalsm.spark.table.RunStatus;

/** The SQL statements of the notebook on CSDP's codes, with DuckDB, on rows that are written for it. */
class CodesNotebookIT {
    private static final Notebook NOTEBOOK = Notebook.read("csdp-codes.ipynb");

    @TempDir
    private Path output;

    @Test
    void itTakesTheCodesOfTheBestCompleteRunOfCsdp() throws SQLException {
        ResultsStore store = TestExperiments.store(output);
        write(store, "r-a", "csdp", RunStatus.COMPLETE, 0.5);
        write(store, "r-b", "csdp", RunStatus.COMPLETE, 0.75);
        write(store, "r-c", "csdp", RunStatus.FAILED, 0.9);
        write(store, "r-d", "nalsm", RunStatus.COMPLETE, 0.9);
        store.write(CsdpResponseRow.TABLE, "block-00001", Stream.of(response(60_002, 5)), "r-b", "test");
        store.write(
                CsdpResponseRow.TABLE,
                "block-00000",
                Stream.of(response(60_000, 3), response(60_001, 4)),
                "r-b",
                "test");
        store.write(CsdpResponseRow.TABLE, "block-00000", Stream.of(response(50_000, 1)), "r-b", "valid");
        store.write(CsdpResponseRow.TABLE, "block-00000", Stream.of(response(60_000, 9)), "r-a", "test");

        assertThat(NOTEBOOK.duckDbCalls())
                .extracting(Notebook.Statement::name)
                .containsExactly("", "best", "responses");
        assertThat(NOTEBOOK.duckDbCalls())
                .allSatisfy(call -> assertThat(call.given()).isEqualTo(Set.copyOf(call.parameters())));
        try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:")) {
            answer(duckDb, "", output.toString());
            List<Map<String, Object>> best = answer(duckDb, "best");
            assertThat(best).extracting(row -> row.get("run_id")).containsExactly("r-b", "r-a");
            List<Map<String, Object>> responses = answer(duckDb, "responses", "r-b");
            assertThat(responses).extracting(row -> row.get("sample_id")).containsExactly(60_000L, 60_001L, 60_002L);
            assertThat(responses).extracting(row -> row.get("label")).containsExactly(3L, 4L, 5L);
            assertThat(responses.get(1)).containsEntry("hidden2_counts", List.of(4L, 0L, 50L));
        }
    }

    private static List<Map<String, Object>> answer(Connection duckDb, String name, Object... parameters)
            throws SQLException {
        Notebook.Statement statement = NOTEBOOK.duckDbCalls().stream()
                .filter(call -> call.name().equals(name))
                .findFirst()
                .orElseThrow();
        return SqlAnswers.ofDuckDb(duckDb, statement.sqlWithQuestionMarks(), List.of(parameters));
    }

    private static CsdpResponseRow response(int sampleId, int label) {
        return new CsdpResponseRow(
                sampleId, label, 0.5, 100, 30, 12, 11, 200, 54, new short[0], new short[] {(short) label, 0, 50});
    }

    private static void write(ResultsStore store, String runId, String model, RunStatus status, double accuracy) {
        new RunCatalog(store)
                .write(new RunRow(
                        runId,
                        status,
                        model,
                        "mnist",
                        "{}",
                        new RunRow.Parts("", "n-1", "", "", OptionalDouble.empty(), OptionalLong.empty(), 1),
                        new RunRow.Provenance(OptionalInt.of(1), "0.2.0", "abcdef0", "4.1.3", ""),
                        Instant.parse("2024-05-06T07:06:01.000001Z"),
                        Optional.empty(),
                        RunRow.Outcome.of(new TreeMap<>(), 1, new TreeMap<>(Map.of("valid_accuracy", accuracy)))));
    }
}
