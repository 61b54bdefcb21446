package org.nalsm.spark.notebook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * A notebook of docker/notebooks and the SQL in it. In Python cells every statement is a plain string in
 * {@code name = duckdb.sql("""...""", params={...})}; in the Spark notebook a statement is a cell that
 * begins with {@code %%sql name}.
 */
record Notebook(JsonNode root) {
    private static final Pattern CALL = Pattern.compile(
            "(?:(\\w+) = )?duckdb\\.sql\\(\\s*\"\"\"(.*?)\"\"\"(?:, params=\\{([^}]*)})?\\)", Pattern.DOTALL);
    private static final Pattern CELL = Pattern.compile("%%sql ?(\\w*)\n(.*)", Pattern.DOTALL);
    private static final Pattern PARAMETER = Pattern.compile("\\$([a-z_]+)");
    private static final Pattern PARAMETER_VALUE = Pattern.compile("\"(\\w+)\": ");

    /**
     * One SQL statement.
     *
     * @param name the variable that takes the answer; empty for a statement without one
     * @param given the parameters that the notebook gives to it
     */
    record Statement(String name, String sql, Set<String> given) {
        /** The names of the parameters in the order of their uses. */
        List<String> parameters() {
            return PARAMETER.matcher(sql).results().map(use -> use.group(1)).toList();
        }

        /** For JDBC, which knows no names. */
        String sqlWithQuestionMarks() {
            return PARAMETER.matcher(sql).replaceAll("?");
        }
    }

    static Notebook read(String name) {
        try {
            return new Notebook(new ObjectMapper()
                    .readTree(Path.of("..", "docker", "notebooks", name).toFile()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<JsonNode> cells() {
        return StreamSupport.stream(root.get("cells").spliterator(), false).toList();
    }

    /** The text of the code cells in their order. */
    List<String> code() {
        return cells().stream()
                .filter(cell -> cell.get("cell_type").asText().equals("code"))
                .map(cell -> StreamSupport.stream(cell.get("source").spliterator(), false)
                        .map(JsonNode::asText)
                        .collect(Collectors.joining()))
                .toList();
    }

    /** @throws AssertionError if DuckDB is used in a way that this class does not see through */
    List<Statement> duckDbCalls() {
        List<Statement> statements = new ArrayList<>();
        int uses = 0;
        for (String cell : code()) {
            uses += (int)
                    Pattern.compile("\\bduckdb\\.").matcher(cell).results().count();
            for (MatchResult call : CALL.matcher(cell).results().toList()) {
                String given = call.group(3) == null ? "" : call.group(3);
                statements.add(new Statement(
                        call.group(1) == null ? "" : call.group(1),
                        call.group(2),
                        PARAMETER_VALUE
                                .matcher(given)
                                .results()
                                .map(match -> match.group(1))
                                .collect(Collectors.toCollection(TreeSet::new))));
            }
        }
        if (uses != statements.size()) {
            throw new AssertionError(uses + " uses of duckdb, but only " + statements.size() + " are calls of the form "
                    + "duckdb.sql(\"\"\"...\"\"\", params={...})");
        }
        return statements;
    }

    List<Statement> sqlCells() {
        return code().stream()
                .filter(cell -> cell.startsWith("%%sql"))
                .map(cell -> {
                    Matcher parts = CELL.matcher(cell);
                    if (!parts.matches()) {
                        throw new AssertionError("no %%sql cell: " + cell);
                    }
                    return new Statement(parts.group(1), parts.group(2), Set.of());
                })
                .toList();
    }
}
