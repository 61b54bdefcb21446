package org.nalsm.spark.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nalsm.spark.cli.CommandLineRun.nalsm;
import static org.nalsm.spark.cli.CommandLineRun.query;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys and passwords that Spark and Hadoop were given are in nothing that a run writes or says. */
class SecretsIT {
    private static final Map<String, String> SETTINGS = Map.of(
            "spark.authenticate.secret", "planted-spark-secret",
            "spark.hadoop.fs.s3a.access.key", "PLANTEDACCESSKEY",
            "spark.hadoop.fs.s3a.secret.key", "planted/s3a/secret",
            "spark.hadoop.fs.s3a.session.token", "planted-session-token");
    private static final String OF_THE_ENVIRONMENT = "planted-aws-secret";

    @TempDir
    private Path directory;

    @Test
    void appearNowhere() throws IOException {
        EventData.write(directory.resolve("data/n-mnist"), 30, 10, 10);
        Path results = directory.resolve("results");
        Path events = Files.createDirectory(directory.resolve("events"));
        SubmittedNalsm submit = new SubmittedNalsm(directory)
                .conf("spark.authenticate", "true")
                .conf("spark.eventLog.enabled", "true")
                .conf("spark.eventLog.compress", "false")
                .conf("spark.eventLog.dir", events.toUri().toString())
                .conf("spark.executor.memory", "1g")
                .environment("AWS_SECRET_ACCESS_KEY", OF_THE_ENVIRONMENT);
        SETTINGS.forEach(submit::conf);

        List<String> arguments = new ArrayList<>(List.of("train", "-v"));
        for (String setting : List.of(
                "output.dir=" + results,
                "data.dir=" + directory.resolve("data"),
                "data.dataset=n-mnist",
                "network.dimensions=5,5,5",
                "data.train-samples=30",
                "data.valid-samples=10",
                "data.test-samples=10",
                "initialisation.snapshots=40",
                "simulation.batch-size=5",
                "readout.max-epochs=10")) {
            arguments.addAll(List.of("--set", setting));
        }
        SubmittedNalsm.Outcome outcome = submit.run("local-cluster[1,2,1024]", arguments.toArray(String[]::new));
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        CommandLineRun reported = nalsm(
                List.of("output.dir=" + results),
                "report",
                query("SELECT run_id FROM '" + results + "/runs/*.parquet'").get(0),
                "--output",
                directory.resolve("report").toString());
        assertThat(reported.exitCode()).as(reported.err()).isZero();

        List<String> written = contents(directory);
        written.addAll(query("SELECT * FROM '" + results + "/runs/*.parquet'")); // compressed in the file
        // That what is looked at are the run's words at all.
        assertThat(written)
                .anyMatch(text -> text.contains("spark.authenticate.secret"))
                .anyMatch(text -> text.contains("<html"))
                .anyMatch(text -> text.contains("initialisation.snapshots"));
        for (String secret : SETTINGS.values()) {
            assertThat(written).noneMatch(text -> text.contains(secret));
        }
        assertThat(written).noneMatch(text -> text.contains(OF_THE_ENVIRONMENT));
    }

    /** Of all files, whatever they are: streams of the process, event log, tables, report. */
    private static List<String> contents(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            List<String> contents = new ArrayList<>();
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                contents.add(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
            return contents;
        }
    }
}
