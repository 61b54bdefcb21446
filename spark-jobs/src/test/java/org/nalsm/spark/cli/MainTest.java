package org.nalsm.spark.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nalsm.spark.cli.CommandLineRun.nalsm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nalsm.engine.UserException;
import org.nalsm.spark.run.CodeVersion;

/** Drives the real command line. */
class MainTest {
    @TempDir
    private Path dir;

    @Test
    void wrongCommandLinesAreOneLineWithAHint() {
        nalsm().assertOneLine(64, "nalsm --help");
        nalsm("fly").assertOneLine(64, "fly", "nalsm --help");
        nalsm("config").assertOneLine(64, "nalsm config --help");
        nalsm("config", "shwo").assertOneLine(64, "shwo", "show");
        nalsm("config", "show", "--colour").assertOneLine(64, "--colour", "nalsm config show --help");
        nalsm("config", "show", "--set", "model.name").assertOneLine(64, "--set model.name");
        nalsm("config", "describe", "nothing").assertOneLine(64, "nothing");
    }

    @Test
    void failuresAreEventsWhereAllLinesAre() throws IOException {
        nalsm("train", "--progress", "sometimes").assertOneLine(64, "--progress is 'sometimes'", "json");
        CommandLineRun refused =
                nalsm("train", "--progress", "json", "--set", "run.sede=1", "--set", "data.train-samples=0");
        assertThat(refused.exitCode()).isEqualTo(78);
        assertThat(refused.err()).isEmpty();
        List<String> lines = refused.said().lines().toList();
        assertThat(lines).hasSize(2);
        JsonNode error = new ObjectMapper().readTree(lines.get(0));
        assertThat(error.path("event").asText()).isEqualTo("error");
        assertThat(error.path("exit").asInt()).isEqualTo(78);
        assertThat(error.path("text").asText().lines())
                .hasSize(2)
                .anyMatch(line -> line.contains("run.seed"))
                .noneMatch(line -> line.startsWith("nalsm: "));
        JsonNode end = new ObjectMapper().readTree(lines.get(1));
        assertThat(end.path("event").asText()).isEqualTo("end");
        assertThat(end.path("exit").asInt()).isEqualTo(78);
        CommandLineRun unknown = nalsm("sweep", "--progress", "json", "--colour");
        assertThat(unknown.exitCode()).isEqualTo(64);
        assertThat(unknown.said()).contains("\"event\":\"error\"", "--colour");
    }

    @Test
    void aMissingConfigurationIsNoInput() {
        Path absent = dir.resolve("absent.conf");
        nalsm("config", "validate", "--config", absent.toString()).assertOneLine(66, absent.toString());
    }

    /** The master is local here, so that a run would not begin either. */
    @Test
    void aBackendThatThisMachineDoesNotHaveIsNotValidInLocalMode() {
        CommandLineRun.nalsm(List.of("simulation.backend=cuda"), "config", "validate")
                .assertOneLine(78, "simulation.backend = cuda cannot be used: no device is named");
        assertThat(CommandLineRun.nalsm(List.of("simulation.backend=auto"), "config", "validate")
                        .exitCode())
                .isZero();
    }

    @Test
    void everyMistakeOfAConfigurationIsALine() throws IOException {
        Path bad = Files.write(dir.resolve("bad.conf"), List.of("run.sede = 1", "data.train-samples = 0"));
        CommandLineRun outcome = nalsm("config", "validate", "--config", bad.toString(), "--set", "model.name=x");
        assertThat(outcome.exitCode()).isEqualTo(78);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err().lines()).hasSize(3).allMatch(line -> line.startsWith("nalsm: "));
        assertThat(outcome.err()).contains(bad + ":1: ", bad + ":2: ", "--set model.name=x: ");
    }

    @Test
    void showPrintsWhatValidateAndShowReadBack() throws IOException {
        CommandLineRun shown = nalsm("config", "show", "--set", "network.seed=5", "--set", "model.name=lsm");
        assertThat(shown.exitCode()).isZero();
        assertThat(shown.err()).isEmpty();
        assertThat(shown.out()).contains("network.seed = 5", "# --set network.seed=5", "# run id: r-");
        Path copy = Files.writeString(dir.resolve("copy.conf"), shown.out());
        CommandLineRun validated = nalsm("config", "validate", "--config", copy.toString(), "--json");
        assertThat(validated.exitCode()).isZero();
        JsonNode result = new ObjectMapper().readTree(validated.out());
        assertThat(result.get("valid").asBoolean()).isTrue();
        assertThat(shown.out()).contains(result.get("run_id").asText());
    }

    @Test
    void jsonResultsAreOneLineThatAParserReads() throws IOException {
        CommandLineRun shown = nalsm("config", "show", "--json", "--set", "run.seed=9");
        assertThat(shown.out().lines()).hasSize(1);
        JsonNode result = new ObjectMapper().readTree(shown.out());
        assertThat(result.at("/config/run/seed").asLong()).isEqualTo(9);
        assertThat(result.get("origins").get("run.seed").asText()).isEqualTo("--set run.seed=9");

        JsonNode keys = new ObjectMapper()
                .readTree(nalsm("config", "describe", "--json").out());
        List<String> described = new ArrayList<>();
        keys.forEach(key -> described.add(key.get("key").asText()));
        assertThat(described)
                .as("sections of other families are described, too")
                .filteredOn(key -> !key.matches("(sweep|diehl-cook|lsnn|csdp)\\..*"))
                .containsExactlyInAnyOrderElementsOf(() -> result.get("origins").fieldNames());
    }

    @Test
    void describeCanBeLimitedToASection() {
        CommandLineRun all = nalsm("config", "describe");
        CommandLineRun some = nalsm("config", "describe", "simulation.b");
        assertThat(all.out()).contains("model.name\n", "output.dir\n");
        assertThat(some.out())
                .contains("simulation.batch-size\n", "    default: 250")
                .doesNotContain("model.name\n");
        assertThat(nalsm("config", "describe", "simulation.batch").out()).doesNotContain("changes no result");
        assertThat(nalsm("config", "describe", "simulation.backend").out()).contains("changes no result");
        assertThat(all.out().lines()).allMatch(line -> line.length() <= 110);
    }

    @Test
    void controlCharactersDoNotReachTheTerminal() throws IOException {
        String red = "\u001b[31mx";
        nalsm("config", "show", "--set", "data.dataset=" + red).assertOneLine(78, "\\u001b[31mx");
        nalsm("config", "describe", red).assertOneLine(64, "\\u001b[31mx");
        nalsm(red).assertOneLine(64, "\\u001b[31mx");
        Path named = Files.writeString(
                dir.resolve("named.conf"), "sweep { name = \"a\\u0007b\", parameters.run.seed = [1] }");
        nalsm("sweep", "--dry-run", "--config", named.toString())
                .assertOneLine(78, "sweep.name = a\\u0007b must be text without control characters");
    }

    @Test
    void aShellCompletesCommandsAndOptions() {
        assertThat(nalsm("generate-completion").out())
                .contains("function _complete_nalsm", "--retry-failed", "-F _complete_nalsm");
    }

    @Test
    void helpIsACommandToo() {
        assertThat(nalsm("help").out()).isEqualTo(nalsm("--help").out()).contains("kernel-quality");
        assertThat(nalsm("help", "evaluate").out()).contains("--split");
    }

    @Test
    void helpAndVersionAreResults() {
        assertThat(nalsm("--version").out())
                .startsWith("nalsm " + CodeVersion.current())
                .hasLineCount(1)
                .doesNotContain("()");
        CommandLineRun help = nalsm("config", "show", "--help");
        assertThat(help.exitCode()).isZero();
        assertThat(help.out()).contains("--config", "--set", "--json");
    }

    @Test
    void aMendableFailureInsideAnotherKeepsItsExitCode() {
        Exception wrapped = new RuntimeException(
                "Job aborted",
                new IllegalStateException(
                        new UserException(UserException.Kind.BAD_DATA, "train-images: ends early at offset 7")));
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exitCode = Main.failure(new PrintStream(err, true, StandardCharsets.UTF_8), wrapped);
        assertThat(exitCode).isEqualTo(65);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .isEqualTo("nalsm: train-images: ends early at offset 7" + System.lineSeparator());
    }

    @Test
    void aBugIsAStackTrace() {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int exitCode = Main.failure(
                new PrintStream(err, true, StandardCharsets.UTF_8), new IllegalStateException("impossible"));
        assertThat(exitCode).isEqualTo(70);
        assertThat(err.toString(StandardCharsets.UTF_8)).startsWith("nalsm: ").contains("impossible", "\tat ");
    }

    @Test
    void anUnfilledVersionIsNoVersion() {
        assertThat(CodeVersion.current()).isNotBlank().doesNotContain("$");
    }

    @Test
    void remoteFilesAreReadThroughHadoop() throws IOException {
        Path file = Files.writeString(dir.resolve("remote.conf"), "run.seed = 3");
        assertThat(nalsm("config", "show", "--config", file.toUri().toString()).out())
                .contains("run.seed = 3");
        nalsm("config", "show", "--config", "nosuch://host/x.conf").assertOneLine(66, "nosuch://host/x.conf");
        nalsm("config", "show", "--config", "hdfs://host.invalid/x.conf").assertOneLine(66, "hdfs://host.invalid");
        Path spaced = Files.writeString(dir.resolve("with space.conf"), "run.seed = 4");
        assertThat(nalsm("config", "show", "--config", "file:" + spaced).out()).contains("run.seed = 4");
    }
}
