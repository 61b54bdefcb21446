package org.nalsm.spark.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.nalsm.spark.cli.CommandLineRun;
import org.nalsm.spark.cli.EventData;
import org.nalsm.spark.cli.Main;
import org.nalsm.spark.family.liquid.Backend;
import org.nalsm.spark.run.TestExperiments;
import org.nalsm.spark.sample.SampleSources;

/** Benchmarks whose variants are measured in Java virtual machines that are really others. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class OwnJvmIT {
    private static final int RECORDINGS = 5;
    private static final Load SHORT = new Load(1, RECORDINGS, 0, 2, 20, 1);
    private static final Load ENDLESS = new Load(1, RECORDINGS, 0, 1_000_000, 20, 1);

    @TempDir
    private Path directory;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final OwnJvm runner = new OwnJvm(new PrintStream(said, true, StandardCharsets.UTF_8));
    private List<String> settings;

    @AfterEach
    void endWhatATestThatFailedLeft() {
        runner.stop();
    }

    @BeforeEach
    void chooseASmallExperiment() {
        settings = List.of(
                "data.dir=" + directory,
                "data.dataset=n-mnist",
                "network.dimensions=[5,5,4]",
                "simulation.duration-ms=60",
                "data.train-samples=" + RECORDINGS,
                "data.valid-samples=1",
                "data.test-samples=1");
    }

    private void writeRecordings() {
        EventData.write(directory.resolve("n-mnist"), RECORDINGS, 1, 1);
    }

    private Variant variant(Backend backend, Load load) {
        return Variant.of(
                "the test",
                TestExperiments.experiment(directory.resolve("unused"), settings.toArray(String[]::new)),
                backend,
                load);
    }

    private List<String> arguments(String... more) {
        List<String> arguments = new ArrayList<>(List.of("benchmark"));
        arguments.addAll(List.of(more));
        arguments.addAll(List.of("--samples", "5", "--warm-up", "0", "--snapshots", "20"));
        settings.forEach(setting -> arguments.addAll(List.of("--set", setting)));
        return arguments;
    }

    private CommandLineRun benchmark(String... more) {
        return CommandLineRun.nalsm(arguments(more).toArray(String[]::new));
    }

    /** How many Java virtual machines have written their first line, which is this with the options of the tests. */
    private static long begun(String output) {
        return output.lines()
                .filter(line -> line.contains("Using incubator modules"))
                .count();
    }

    /** The child of a process, once it runs. */
    private static ProcessHandle awaitChild(ProcessHandle parent, Callable<Boolean> runs) throws Exception {
        while (!runs.call()) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        return parent.children()
                .filter(child -> child.info().command().orElse("").endsWith("java"))
                .findFirst()
                .orElseThrow();
    }

    private ProcessHandle awaitChild() throws Exception {
        return awaitChild(ProcessHandle.current(), () -> begun(said.toString(StandardCharsets.UTF_8)) > 0);
    }

    @Test
    void theOtherVirtualMachineFindsWhatThisOneFinds() {
        writeRecordings();
        VariantResult here = variant(Backend.EVENT_SCALAR, SHORT).measure(SampleSources::load);
        VariantResult there = runner.run(variant(Backend.EVENT_VECTOR, SHORT));
        assertThat(Arrays.stream(here.counts()).flatMapToInt(Arrays::stream).sum())
                .isPositive();
        assertThat(there.counts()).isDeepEqualTo(here.counts());
        assertThat(there.weights()).isEqualTo(here.weights());
        assertThat(there.measurement().millis().values()).hasSize(2).allMatch(ms -> ms > 0);
        assertThat(there.measurement().updates()).isEqualTo(here.measurement().updates());
    }

    @Test
    void aBenchmarkPrintsOneTableOfAllThatItsVirtualMachinesMeasured() throws IOException {
        writeRecordings();
        CommandLineRun run = benchmark("--json", "--passes", "2", "--rounds", "1", "--backends", "event-scalar,dense");
        assertThat(run.exitCode()).as(run.err() + run.said()).isZero();
        assertThat(run.out().lines()).hasSize(1);
        JsonNode backends = new ObjectMapper().readTree(run.out()).get("backends");
        assertThat(backends).extracting(row -> row.get("backend").asText()).containsExactly("event-scalar", "dense");
        assertThat(backends)
                .extracting(row -> row.at("/milliseconds_per_sample/values").size())
                .containsOnly(2);
        assertThat(ProcessHandle.current().children()).isEmpty();
        assertThat(begun(run.said())).isEqualTo(2);
    }

    @Test
    void aMistakeThatTheOtherFindsIsTheUsersInOneLineHere() {
        benchmark().assertOneLine(66, "n-mnist");
        writeRecordings();
        try (Stream<Path> files = Files.walk(directory.resolve("n-mnist"))) {
            Path recording =
                    files.filter(Files::isRegularFile).sorted().findFirst().orElseThrow();
            Files.write(recording, new byte[] {1, 2, 3});
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        CommandLineRun damaged = benchmark("growth", "--sizes", "4");
        damaged.assertOneLine(65, ".bin");
    }

    @Test
    void oneThatDiesIsSaidSo() throws Exception {
        writeRecordings();
        CompletableFuture<VariantResult> result =
                CompletableFuture.supplyAsync(() -> runner.run(variant(Backend.AUTO, ENDLESS)));
        awaitChild().destroyForcibly();
        assertThatThrownBy(result::join)
                .hasCauseInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the Java virtual machine of the test ended with exit code 137");
    }

    @Test
    void stoppingEndsTheOneThatRunsAndStartsNoMore() throws Exception {
        writeRecordings();
        CompletableFuture<VariantResult> result =
                CompletableFuture.supplyAsync(() -> runner.run(variant(Backend.AUTO, ENDLESS)));
        ProcessHandle other = awaitChild();
        runner.stop();
        assertThatThrownBy(result::join).hasCauseInstanceOf(IllegalStateException.class);
        assertThat(other.isAlive()).isFalse();
        assertThatIllegalStateException()
                .isThrownBy(() -> runner.run(variant(Backend.AUTO, SHORT)))
                .withMessage("the benchmark was stopped");
    }

    @Test
    void aSignalToTheBenchmarkEndsWhatMeasuresForItAndIsOneLine() throws Exception {
        writeRecordings();
        Path err = directory.resolve("err");
        Process parent = new ProcessBuilder(JvmCommand.likeThis(
                        Main.class, arguments("--passes", "1000000").toArray(String[]::new)))
                .redirectError(err.toFile())
                .redirectOutput(directory.resolve("out").toFile())
                .start();
        ProcessHandle other = awaitChild(parent.toHandle(), () -> begun(Files.readString(err)) == 2);
        parent.destroy();
        assertThat(parent.waitFor()).isEqualTo(143);
        other.onExit().get();
        assertThat(Files.readAllLines(err).stream().filter(line -> line.startsWith("nalsm: ")))
                .containsExactly("nalsm: the benchmark stops; nothing of it is kept");
        assertThat(directory.resolve("out")).isEmptyFile();
    }
}
