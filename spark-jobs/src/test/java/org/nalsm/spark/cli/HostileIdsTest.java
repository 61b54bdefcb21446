package org.nalsm.spark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No command that takes the id of a run or a sweep reads, writes or deletes anything for what is none. */
class HostileIdsTest {
    private static final List<String> IDS = List.of(
            "..",
            "../..",
            "../outside",
            "r-a1/../..",
            "r-../../outside",
            "r-%2e%2e",
            "%2e%2e%2foutside",
            "..\\outside",
            "/etc",
            "r-a1/",
            "r-*",
            "s-../../outside");

    @TempDir
    private Path directory;

    private TestRuns runs;

    @BeforeEach
    void write() throws IOException {
        runs = new TestRuns(directory.resolve("results"));
        Files.writeString(Files.createDirectory(directory.resolve("outside")).resolve("keep"), "this");
    }

    /** In the commands ID is replaced, and DIR by a directory. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "runs show ID",
                "runs verify ID",
                "runs compare ID r-a1",
                "runs compare r-a1 ID",
                "runs delete ID --yes --force",
                "runs delete r-a1 ID --yes --force",
                "runs tag ID --note text",
                "evaluate ID",
                "branching-factor ID",
                "kernel-quality ID",
                "report ID",
                "report ID --output DIR",
                "export ID --format csv --output DIR",
                "predict --run ID DIR/outside/keep",
                "simulate --run ID DIR/outside/keep",
                "benchmark readout --run ID"
            })
    void isRefusedInOneLine(String command) throws IOException {
        List<Path> before = files();
        for (String id : IDS) {
            CommandLineRun run = runs.command(Arrays.stream(command.split(" ", -1))
                    .map(word -> word.equals("ID") ? id : word.replace("DIR", directory.toString()))
                    .toArray(String[]::new));
            assertThat(run.err().lines())
                    .as("%s: %s", command, id)
                    .singleElement()
                    .asString()
                    .matches("nalsm: (no run|no sweep) '.*|nalsm: '.*' is the id of a sweep, and a run is wanted.*");
            assertThat(run.err()).contains("'" + id + "'");
            assertThat(run.exitCode()).isEqualTo(run.err().contains("is the id of a sweep") ? 64 : 66);
            assertThat(run.out()).isEmpty();
        }
        assertThat(files()).isEqualTo(before);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.sorted().toList();
        }
    }
}
