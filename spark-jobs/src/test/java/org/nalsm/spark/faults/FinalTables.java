package org.nalsm.spark.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.nalsm.spark.cli.CommandLineRun.nalsm;
import static org.nalsm.spark.cli.CommandLineRun.query;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.nalsm.spark.cli.CommandLineRun;

/** All rows of all tables of a run, as another program reads them, but for what times and places are in them. */
final class FinalTables {
    private static final List<String> NO_TABLES = List.of("leases", "manifests", "reports");

    private FinalTables() {}

    /**
     * The rows by table, sorted.
     *
     * @param results an {@code output.dir} on this machine with one run, which must be complete and without a trace of what
     *     was not finished
     */
    static Map<String, List<String>> of(Path results) {
        CommandLineRun verified = nalsm("runs", "verify", runId(results), "--set", "output.dir=" + results);
        assertThat(verified.exitCode()).as(verified.err()).isZero();
        assertThat(query("SELECT status FROM '" + results + "/runs/*.parquet'")).containsExactly("complete");
        assertThat(files(results))
                // What runs share is cleared of what killed drivers left when it is an hour old.
                .noneMatch(file -> file.toString().endsWith(".tmp")
                        && (file.toString().contains("run_id=") || file.startsWith(results.resolve("runs"))))
                .noneMatch(file -> file.startsWith(results.resolve("leases")))
                .noneMatch(file -> file.startsWith(results.resolve("checkpoints")));
        Map<String, List<String>> rows = new TreeMap<>();
        tables(results).forEach(table -> rows.put(table, rows(results, table)));
        return rows;
    }

    /** That a run has these rows; says in which table others are first. */
    static void assertEqual(Path results, Map<String, List<String>> expected) {
        Map<String, List<String>> actual = of(results);
        assertThat(actual.keySet()).isEqualTo(expected.keySet());
        expected.forEach((table, rows) -> {
            List<String> there = Objects.requireNonNull(actual.get(table));
            if (!there.equals(rows)) {
                Set<String> missing = new TreeSet<>(rows);
                missing.removeAll(Set.copyOf(there));
                fail(
                        "%s has %d rows, expected %d; missing are %s",
                        table,
                        there.size(),
                        rows.size(),
                        missing.stream().limit(3).toList());
            }
        });
    }

    static String runId(Path results) {
        return query("SELECT run_id FROM '" + results + "/runs/*.parquet'").get(0);
    }

    private static List<String> tables(Path results) {
        try (Stream<Path> tables = Files.list(results)) {
            return tables.map(table -> table.getFileName().toString())
                    .filter(name -> !NO_TABLES.contains(name) && hasFiles(results.resolve(name)))
                    .sorted()
                    .collect(Collectors.toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean hasFiles(Path table) {
        return files(table).stream().anyMatch(file -> file.toString().endsWith(".parquet"));
    }

    /** The files below a directory that hold a text. */
    static List<Path> filesWith(Path directory, String text) {
        return files(directory).stream()
                .filter(file -> {
                    try {
                        return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .toList();
    }

    private static List<Path> files(Path directory) {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(Files::isRegularFile).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> rows(Path results, String table) {
        String columns = table.equals("runs")
                ? "run_id, model, dataset, network_id, liquid_id, train_accuracy, valid_accuracy, test_accuracy, best_epoch"
                : "COLUMNS(c -> c NOT IN ('filename', 'seconds'))";
        return query("SELECT " + columns + " FROM read_parquet('" + results + "/" + table
                + "/**/*.parquet', hive_partitioning = true) ORDER BY ALL");
    }
}
