package org.nalsm.spark.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.nalsm.spark.run.Progress;
import org.nalsm.spark.table.RunRow;
import org.nalsm.spark.table.RunStatus;

class JsonConsoleTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final JsonConsole console = new JsonConsole(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    private long seconds = 1000;
    private final Progress progress = new JsonProgress(console, Map::of, () -> seconds * 1_000_000_000L);

    private List<JsonNode> events() {
        ObjectMapper json = new ObjectMapper();
        return bytes.toString(StandardCharsets.UTF_8)
                .lines()
                .map(line -> {
                    try {
                        return json.readTree(line);
                    } catch (IOException e) {
                        throw new UncheckedIOException(line, e);
                    }
                })
                .toList();
    }

    private static RunRow row(RunStatus status, Map<String, Double> measured) {
        return new RunRow(
                "r-1",
                status,
                "nalsm",
                "mnist",
                "{\"data\":{\"test-samples\":10000}}",
                new RunRow.Parts("n-1", "", "", "", OptionalDouble.empty(), OptionalLong.of(1), 3),
                new RunRow.Provenance(OptionalInt.of(1), "0.2.0", "", "4.1.3", "event"),
                Instant.EPOCH,
                Optional.empty(),
                RunRow.Outcome.of(
                        new TreeMap<>(), status == RunStatus.RUNNING ? Double.NaN : 90, new TreeMap<>(measured)));
    }

    @Test
    void everyLineIsAnEventWithItsFields() {
        progress.row(row(RunStatus.RUNNING, Map.of()));
        progress.begin("train", 1000, "steps");
        seconds += 10;
        progress.at(200, "validation 80.00 %");
        progress.measured("valid_accuracy", 0.8);
        progress.at(201, "too soon after the last");
        seconds += 10;
        progress.at(400, "");
        progress.end();
        progress.row(row(RunStatus.COMPLETE, Map.of("test_accuracy", 0.9651)));
        console.say("Next: \"nothing\"");
        console.end(0);
        assertThat(events())
                .extracting(event -> event.path("event").asText())
                .containsExactly("run", "progress", "progress", "progress", "phase", "run", "message", "end");
        assertThat(events())
                .allSatisfy(event -> assertThat(Instant.parse(event.path("time").asText()))
                        .isBetween(
                                Instant.now().minusSeconds(600), Instant.now().plusSeconds(1)));
        JsonNode far = events().get(3);
        assertThat(far.path("run_id").asText()).isEqualTo("r-1");
        assertThat(far.path("phase").asText()).isEqualTo("train");
        assertThat(far.path("done").asLong()).isEqualTo(400);
        assertThat(far.path("total").asLong()).isEqualTo(1000);
        assertThat(far.path("unit").asText()).isEqualTo("steps");
        assertThat(far.path("rate").asDouble()).isEqualTo(20);
        assertThat(far.path("seconds_left").asDouble()).isEqualTo(30);
        assertThat(far.path("metrics").path("valid_accuracy").asDouble()).isEqualTo(0.8);
        assertThat(events().get(1).path("seconds_left").isNull()).isTrue();
        JsonNode end = events().get(7);
        assertThat(end.path("exit").asInt()).isZero();
        assertThat(end.path("status").asText()).isEqualTo("complete");
        assertThat(end.path("metrics").path("test_accuracy").asDouble()).isEqualTo(0.9651);
        assertThat(end.path("metrics").has("valid_accuracy"))
                .as("the row has none")
                .isFalse();
        assertThat(end.path("total_seconds").asDouble()).isEqualTo(90);
    }

    @Test
    void linesOfTheLogAreEvents() {
        org.apache.logging.log4j.LogManager.getLogger("org.nalsm.test").error("two\nlines", new IOException("disk"));
        JsonNode log = events().get(0);
        assertThat(log.path("event").asText()).isEqualTo("log");
        assertThat(log.path("level").asText()).isEqualTo("ERROR");
        assertThat(log.path("text").asText()).isEqualTo("two\nlines: java.io.IOException: disk");
    }

    @Test
    void afterAStopThereAreWarningsOnly() {
        console.stop();
        progress.begin("train", 10, "steps");
        console.say("something");
        console.warn("the run stops");
        console.end(0);
        assertThat(events()).singleElement().satisfies(event -> {
            assertThat(event.path("event").asText()).isEqualTo("warning");
            assertThat(event.path("text").asText()).isEqualTo("the run stops");
        });
    }
}
