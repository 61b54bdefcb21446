package org.nalsm.spark.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nalsm.spark.cli.CommandLineRun.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nalsm.spark.tracking.StandInMlflow;

/** What machines hear of a command: events on standard error, and an MLflow server. */
class TrackedRunsIT {
    @TempDir
    private Path directory;

    @BeforeEach
    void writeData() throws IOException {
        EventData.write(directory.resolve("data/n-mnist"), 30, 10, 10);
    }

    private String[] arguments(String... command) {
        List<String> all = new ArrayList<>(List.of(command));
        for (String setting : List.of(
                "output.dir=" + directory.resolve("results"),
                "data.dir=" + directory.resolve("data"),
                "data.dataset=n-mnist",
                "network.dimensions=5,5,5",
                "data.train-samples=30",
                "data.valid-samples=10",
                "data.test-samples=10",
                "initialisation.snapshots=40",
                "simulation.batch-size=5",
                "readout.max-epochs=10")) {
            all.addAll(List.of("--set", setting));
        }
        return all.toArray(String[]::new);
    }

    /** With the log's settings that the launcher gives; those of Spark itself speak before the program does. */
    private SubmittedNalsm submit() {
        return new SubmittedNalsm(directory)
                .jvmOption("-Dlog4j2.configurationFile="
                        + Path.of("../conf/log4j2.properties").toAbsolutePath().toUri());
    }

    /** The events of a process, of which each line but the JVM's own warnings must be one. */
    private static List<JsonNode> events(SubmittedNalsm.Outcome outcome) throws IOException {
        ObjectMapper json = new ObjectMapper();
        List<JsonNode> events = new ArrayList<>();
        for (String line : outcome.err().lines().toList()) {
            if (!line.startsWith("WARNING: ")) {
                assertThat(line).startsWith("{").endsWith("}");
                events.add(json.readTree(line));
            }
        }
        return events;
    }

    @Test
    void aTrainingForMachinesSaysNothingThatIsNoEventAndLoadsNothingOfMlflow() throws IOException {
        Path loaded = directory.resolve("loaded");
        SubmittedNalsm.Outcome outcome = submit().jvmOption("-Xlog:class+load:file=" + loaded)
                .run("local[2]", arguments("train", "--progress", "json", "--name", "first try"));
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.out()).contains("95 % interval");
        List<JsonNode> events = events(outcome);
        assertThat(events.stream().map(event -> event.path("event").asText()).collect(Collectors.toSet()))
                .contains("message", "run", "progress", "phase", "end")
                .doesNotContain("warning", "error");
        assertThat(events.stream()
                        .filter(event -> event.path("event").asText().equals("phase"))
                        .map(event -> event.path("phase").asText()))
                .contains("generate network", "initialise liquid", "train readout");
        JsonNode end = events.get(events.size() - 1);
        assertThat(end.path("event").asText()).isEqualTo("end");
        assertThat(end.path("exit").asInt(-1)).isZero();
        assertThat(end.path("status").asText()).isEqualTo("complete");
        assertThat(end.path("intervals_95").path("test_accuracy")).hasSize(2);
        String results = directory.resolve("results").toString();
        assertThat(query("SELECT test_accuracy FROM '" + results + "/runs/*.parquet'"))
                .containsExactly(end.path("metrics").path("test_accuracy").asText());
        assertThat(query("SELECT n.name FROM '" + results + "/notes/*.parquet' n JOIN '" + results
                        + "/runs/*.parquet' r USING (run_id)"))
                .containsExactly("first try");
        List<JsonNode> again = events(submit().run("local[2]", arguments("train", "--progress", "json")));
        assertThat(again.get(again.size() - 1).path("metrics"))
                .as("of a run that was complete")
                .isEqualTo(end.path("metrics"));
        assertThat(Files.readString(loaded))
                .contains("org.nalsm.spark.tracking.Tracking")
                .doesNotContain("mlflow");
    }

    @Test
    void aSweepIsSeenInMlflowWithItsTrialsNested() throws IOException {
        Path file = Files.writeString(directory.resolve("sweep.conf"), """
                sweep { name = weights, parameters { model.astrocyte-weight = [0.01, 0.02] } }
                """);
        try (StandInMlflow mlflow = new StandInMlflow()) {
            SubmittedNalsm.Outcome outcome = submit().environment("MLFLOW_TRACKING_URI", mlflow.address())
                    .run("local[2]", arguments("sweep", "--progress", "json", "--config", file.toString()));
            assertThat(outcome.exitCode()).as(outcome.err()).isZero();
            List<JsonNode> events = events(outcome);
            JsonNode last = events.get(events.size() - 1);
            assertThat(last.path("exit").asInt(-1)).isZero();
            assertThat(last.path("best").path("intervals_95").path("valid_accuracy"))
                    .hasSize(2);
            List<JsonNode> ended = events.stream()
                    .filter(event -> event.path("event").asText().equals("trial")
                            && event.path("status").asText().equals("complete"))
                    .toList();
            assertThat(ended)
                    .extracting(event -> event.path("trials_ended").asInt())
                    .containsExactly(1, 2);
            assertThat(ended).extracting(event -> event.path("trials").asInt()).containsOnly(2);
            assertThat(ended.get(1).path("sweep_seconds_left").asDouble(-1)).isZero();

            assertThat(mlflow.refusals()).isEmpty();
            assertThat(mlflow.runs()).hasSize(3).allMatch(run -> run.status().equals("FINISHED"));
            StandInMlflow.Run parent = mlflow.runs().get(0);
            assertThat(parent.tags()).containsEntry("mlflow.runName", "weights");
            List<StandInMlflow.Run> trials = mlflow.runs().subList(1, 3);
            assertThat(trials)
                    .extracting(run -> run.parameters().get("model.astrocyte-weight"))
                    .containsExactlyInAnyOrder("0.01", "0.02");
            assertThat(trials).allSatisfy(run -> {
                assertThat(run.tags()).containsKeys("mlflow.parentRunId", "nalsm.run_id", "nalsm.trial_id");
                assertThat(run.last("valid_accuracy")).isBetween(0.0, 1.0);
                assertThat(run.last("training/valid_accuracy")).isBetween(0.0, 1.0);
                assertThat(run.parameters()).doesNotContainKeys("output.dir", "data.dir");
            });
            assertThat(mlflow.requests()).noneMatch(request -> request.contains(directory.toString()));
        }
    }
}
