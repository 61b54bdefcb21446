package org.nalsm.spark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * What a command line printed and returned.
 *
 * @param exitCode as the shell sees it
 * @param out standard output
 * @param err what Main itself writes to standard error: the messages
 * @param said what the command wrote there: its progress
 */
public record CommandLineRun(int exitCode, String out, String err, String said) {
    /** Runs a command of the real command line in this JVM, on two cores where it needs Spark. */
    public static CommandLineRun nalsm(List<String> settings, String... args) {
        System.setProperty("spark.master", "local[2]");
        System.setProperty("spark.ui.enabled", "false");
        List<String> all = new ArrayList<>(List.of(args));
        settings.forEach(setting -> all.addAll(List.of("--set", setting)));
        return nalsm(all.toArray(String[]::new));
    }

    /** Runs a command of the real command line in this JVM. */
    public static CommandLineRun nalsm(String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream before = System.err;
        System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
        int exitCode;
        try {
            exitCode = Main.run(
                    new PrintStream(out, true, StandardCharsets.UTF_8),
                    new PrintStream(err, true, StandardCharsets.UTF_8),
                    args);
        } finally {
            System.setErr(before);
        }
        return new CommandLineRun(
                exitCode,
                out.toString(StandardCharsets.UTF_8),
                err.toString(StandardCharsets.UTF_8),
                said.toString(StandardCharsets.UTF_8));
    }

    /** That this was refused: the exit code, one line for the user with these parts, no result. */
    public void assertOneLine(int expectedExitCode, String... parts) {
        assertThat(err.lines()).singleElement().asString().startsWith("nalsm: ").contains(parts);
        assertThat(exitCode).isEqualTo(expectedExitCode);
        assertThat(out).isEmpty();
    }

    /** The rows of a query in DuckDB, which knows nothing of this project, as text. */
    public static List<String> query(String sql) {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<String> rows = new ArrayList<>();
            while (result.next()) {
                List<String> values = new ArrayList<>();
                for (int k = 1; k <= result.getMetaData().getColumnCount(); k++) {
                    values.add(String.valueOf(result.getObject(k)));
                }
                rows.add(String.join(" ", values));
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }
}
