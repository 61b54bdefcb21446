package org.nalsm.spark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nalsm.spark.table.ResultsStore;
import org.nalsm.spark.table.RunStatus;
import org.nalsm.spark.table.SweepCatalog;
import org.nalsm.spark.table.SweepRow;
import org.nalsm.spark.table.TrialRow;
import org.nalsm.spark.table.TrialStatus;

class ReportCommandTest {
    @TempDir
    private Path directory;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void aSweepsPageLiesInTheResultsAndIsAllThatIsPrinted() {
        sweep("s-0123");
        assertThat(run("report", "s-01")).isZero();
        Path page = directory.resolve("reports/s-0123/index.html");
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(page + System.lineSeparator());
        assertThat(page).isNotEmptyFile();
        assertThat(directory.resolve("reports/s-0123/figures/parameter-model-max-weight.svg"))
                .isNotEmptyFile();
        assertThat(System.getProperty("java.awt.headless")).isEqualTo("true");
    }

    @Test
    void theOutputCanLieElsewhereAndBeJson() {
        sweep("s-0123");
        Path elsewhere = directory.resolve("else where");
        assertThat(run("report", "s-0123", "--json", "--output", elsewhere.toString()))
                .isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("\"id\":\"s-0123\"")
                .contains("\"page\":\"" + elsewhere.resolve("index.html") + "\"")
                .contains(elsewhere
                        .resolve("figures/parameter-model-max-weight.svg")
                        .toString());
        assertThat(elsewhere.resolve("index.html")).isNotEmptyFile();
    }

    @Test
    void aSweepsPageLeadsToThePagesOfItsTrials() throws IOException {
        sweep("s-0123");
        Path trials = Files.createDirectories(directory.resolve("reports/s-0123/trials/r-2"));
        assertThat(run("report", "s-0123")).isZero();
        Path page = directory.resolve("reports/s-0123/index.html");
        assertThat(page).content().contains("<td>r-2</td>").doesNotContain("href=\"trials");
        Files.writeString(trials.resolve("index.html"), "a page");
        assertThat(run("report", "s-0123")).isZero();
        assertThat(page)
                .content()
                .contains("<td><a href=\"trials/r-2/index.html\">r-2</a></td>")
                .contains("<td>r-1</td>");
        // Their runs are gone: there is nothing to draw, and what was drawn stays.
        assertThat(run("report", "s-0123", "--trials")).isZero();
        assertThat(page).content().contains("<a href=\"trials/r-2/index.html\">r-2</a>");
        assertThat(run("report", "r-1", "--trials")).isEqualTo(64);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("--trials is for the report of a sweep, and r-1 is no sweep");
    }

    @Test
    void idsThatAreNoneOrSeveralAreNamed() {
        assertThat(run("report", "s-none")).isEqualTo(66);
        assertThat(run("report", "r-none")).isEqualTo(66);
        sweep("s-0123");
        sweep("s-0199");
        assertThat(run("report", "s-01")).isEqualTo(64);
        assertThat(run("report", "s-")).isEqualTo(64);
        assertThat(run("report", "")).isEqualTo(64);
        assertThat(run("report")).isEqualTo(64);
        assertThat(err.toString(StandardCharsets.UTF_8).lines().filter(line -> line.startsWith("nalsm:")))
                .hasSize(6)
                .anyMatch(line -> line.contains("s-none"))
                .anyMatch(line -> line.contains("r-none"))
                .anyMatch(line -> line.contains("2 sweeps"))
                .anyMatch(line -> line.contains("'s-' names no sweep"))
                .anyMatch(line -> line.contains("'' names no run"));
    }

    private void sweep(String id) {
        ResultsStore store = new ResultsStore(directory.toString(), new Configuration(), Map.of());
        SweepCatalog sweeps = new SweepCatalog(store);
        sweeps.write(new SweepRow(
                id, "two", "{\"model\":{\"name\":\"nalsm\"}}", RunStatus.COMPLETE, 2, Instant.EPOCH, Optional.empty()));
        for (int k = 1; k <= 2; k++) {
            sweeps.write(
                    id,
                    new TrialRow(
                            "t-" + k,
                            Optional.of("r-" + k),
                            new TreeMap<>(Map.of("model.max-weight", Integer.toString(k))),
                            TrialStatus.COMPLETE,
                            Optional.empty(),
                            0.9,
                            0.89,
                            1.1,
                            new TreeMap<>(),
                            3));
        }
    }

    private int run(String... arguments) {
        String[] all = java.util.Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "--set";
        all[arguments.length + 1] = "output.dir=" + directory;
        return Main.run(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                all);
    }
}
