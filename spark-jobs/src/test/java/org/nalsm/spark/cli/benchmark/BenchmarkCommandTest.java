package org.nalsm.spark.cli.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nalsm.engine.liquid.network.Network;
import org.nalsm.engine.liquid.network.NetworkGenerator;
import org.nalsm.engine.liquid.network.NetworkParameters;
import org.nalsm.engine.numpy.NumpyArchive;
import org.nalsm.engine.numpy.NumpyArray;
import org.nalsm.spark.benchmark.VariantRunner;
import org.nalsm.spark.cli.CommandLineRun;
import org.nalsm.spark.run.TestExperiments;
import org.nalsm.spark.sample.SampleSource;
import picocli.CommandLine;

/** The benchmark commands: what they refuse, and the shape of what they print. */
class BenchmarkCommandTest {
    private static final List<String> SMALL = List.of(
            "--samples",
            "3",
            "--passes",
            "2",
            "--warm-up",
            "0",
            "--snapshots",
            "20",
            "--set",
            "simulation.duration-ms=40",
            "--set",
            "data.train-samples=50");

    @TempDir
    private Path directory;

    private final SampleSource source = new SampleSource.Images(TestExperiments.images());

    /** Without the start of another Java virtual machine, which has tests of its own. */
    private final VariantRunner inThisJvm = variant -> variant.measure(any -> source);

    private static void assertRefused(int exitCode, String part, String... args) {
        CommandLineRun.nalsm(args).assertOneLine(exitCode, part);
    }

    @Test
    void numbersOutOfRangeAreRefusedInOneLine() {
        assertRefused(64, "--passes is 0", "benchmark", "--passes", "0");
        assertRefused(64, "--samples", "benchmark", "--samples", "many");
        assertRefused(64, "--threads is -1", "benchmark", "growth", "--threads", "-1");
        assertRefused(64, "--snapshots is -5", "benchmark", "growth", "--snapshots=-5");
        assertRefused(64, "--rounds is 0", "benchmark", "--rounds", "0");
        assertRefused(64, "--samples is 0", "benchmark", "gpu-cases", "--output", "cases", "--samples", "0");
        assertRefused(64, "--epochs is 0", "benchmark", "readout", "--epochs", "0");
        assertRefused(64, "'10x10'", "benchmark", "growth", "--sizes", "8,10x10");
    }

    @Test
    void whatDoesNotExistIsRefusedInOneLine() {
        assertRefused(78, "fast", "benchmark", "--backends", "fast");
        assertRefused(78, "readout.preset", "benchmark", "readout", "--presets", "good");
        assertRefused(78, "network.dimensions", "benchmark", "growth", "--sizes", "45");
        assertRefused(66, "r-none", "benchmark", "readout", "--run", "r-none", "--set", "output.dir=" + directory);
        assertRefused(64, "--repeats", "benchmark", "--repeats", "3");
    }

    @Test
    void aFigureThatCannotBeWrittenIsRefusedBeforeAnythingIsMeasured() {
        assertRefused(
                64,
                ".svg or .png",
                "benchmark",
                "growth",
                "--figure",
                directory.resolve("a.pdf").toString());
        assertRefused(
                73,
                "--figure",
                "benchmark",
                "growth",
                "--figure",
                directory.resolve("no/a.svg").toString());
    }

    @Test
    void optionsMustFollowTheCommandTheyAreFor() {
        assertRefused(64, "--samples must follow 'growth'", "benchmark", "--samples", "3", "growth");
        assertRefused(64, "--set must follow 'readout'", "benchmark", "--set", "run.seed=2", "readout");
    }

    @Test
    void jsonHasTheMachineAndEveryBackend() throws IOException {
        JsonNode json = json(new BenchmarkCommand(err -> inThisJvm), "--set", "network.dimensions=[5,5,4]");
        assertThat(json.get("neurons").asInt()).isEqualTo(100);
        assertThat(json.get("snapshots").asInt()).isEqualTo(20);
        assertThat(json.get("machine").get("cpu").asText()).isNotBlank();
        assertThat(json.get("machine").get("cores").asInt())
                .isEqualTo(Runtime.getRuntime().availableProcessors());
        assertThat(json.get("backends")).hasSize(2);
        JsonNode scalar = json.get("backends").get(0);
        JsonNode vector = json.get("backends").get(1);
        assertThat(scalar.get("backend").asText()).isEqualTo("event-scalar");
        assertThat(vector.get("liquid_spikes_per_sample")).isEqualTo(scalar.get("liquid_spikes_per_sample"));
        JsonNode millis = scalar.get("milliseconds_per_sample");
        assertThat(json.get("rounds").asInt()).isEqualTo(2);
        assertThat(millis.get("values")).hasSize(4);
        assertThat(vector.get("differing_counts").asDouble()).isZero();
        assertThat(millis.get("median").asDouble())
                .isBetween(millis.get("min").asDouble(), millis.get("max").asDouble());
        assertThat(1e6
                        * millis.get("median").asDouble()
                        / scalar.get("synaptic_updates_per_sample").asDouble())
                .isCloseTo(scalar.get("nanoseconds_per_update").asDouble(), within(1e-6));
        assertThat(json.at("/initialisation/vector/milliseconds_per_snapshot/values"))
                .hasSize(2);
    }

    /** The liquid, the samples and their spikes are those of the benchmark. */
    @Test
    void gpuCasesHoldTheSpikesThatTheBackendsCount() throws IOException {
        List<String> same = List.of(
                "--samples",
                "3",
                "--snapshots",
                "20",
                "--set",
                "network.dimensions=[5,5,4]",
                "--set",
                "simulation.duration-ms=40",
                "--set",
                "data.train-samples=50");
        List<String> arguments = new ArrayList<>(same);
        arguments.addAll(List.of("--output", directory.resolve("new/cases").toString()));
        CommandLine command = new CommandLine(new BenchmarkGpuCasesCommand(any -> source));
        assertThat(command.execute(arguments.toArray(String[]::new))).isZero();
        String written = command.getExecutionResult();
        assertThat(written.lines().map(file -> Path.of(file).getFileName().toString()))
                .containsExactly("nalsm-100-mnist-initialisation.npz", "nalsm-100-mnist-samples.npz");
        Map<String, NumpyArray> samples;
        try (InputStream in = Files.newInputStream(directory.resolve("new/cases/nalsm-100-mnist-samples.npz"))) {
            samples = NumpyArchive.read(in, "samples");
        }
        JsonNode json = json(new BenchmarkCommand(err -> inThisJvm), "--set", "network.dimensions=[5,5,4]");
        JsonNode backend = json.get("backends").get(0);
        assertThat(mean(samples.get("counts"), 3, 100))
                .isCloseTo(backend.get("liquid_spikes_per_sample").asDouble(), within(1e-9));
        assertThat(mean(samples.get("input_spikes"), 3))
                .isCloseTo(backend.get("input_spikes_per_sample").asDouble(), within(1e-9));
    }

    /** Of the sums of the first dimension's slices. */
    private static double mean(NumpyArray array, int... shape) {
        return (double) Arrays.stream(array.ints("array", shape)).sum() / shape[0];
    }

    @Test
    void theTableSaysHowTheLiquidWasInitialisedAndOnWhat() {
        assertThat(text(new BenchmarkCommand(err -> inThisJvm), "--set", "network.dimensions=[5,5,4]"))
                .contains(
                        "initialised with 20 snapshots",
                        "3 samples a pass, 2 passes",
                        "times 2, in turns",
                        "100 neurons",
                        "event-vector",
                        "ms/snapshot",
                        "MiB/task");
    }

    @Test
    void growthHasTheGeneratorsNetworks() throws IOException {
        Path svg = directory.resolve("growth.svg");
        JsonNode json =
                json(new BenchmarkGrowthCommand(err -> inThisJvm), "--sizes", "6,4,3x4x5", "--figure", svg.toString());
        int[][] sizes = {{3, 4, 5}, {4, 4, 4}, {6, 6, 6}};
        assertThat(json.get("sizes")).hasSize(3);
        for (int k = 0; k < sizes.length; k++) {
            JsonNode row = json.get("sizes").get(k);
            Network network = new NetworkGenerator(new NetworkParameters(sizes[k][0], sizes[k][1], sizes[k][2], 784, 1))
                    .generate();
            assertThat(row.get("neurons").asInt()).isEqualTo(network.liquid());
            assertThat(row.get("synapses").asInt()).isEqualTo(network.synapses());
            assertThat(row.get("synapses_liquid").asInt()).isEqualTo(network.liquidSynapses());
            assertThat(row.get("mean_fan_in").asDouble())
                    .isCloseTo((double) network.synapses() / network.liquid(), within(1e-9));
            assertThat(row.get("astrocyte_weight").asDouble())
                    .isCloseTo(0.015 * Math.cbrt(1000.0 / network.liquid()), within(1e-8));
        }
        // Text is drawn as outlines; the series are there by their colours.
        assertThat(Files.readString(svg).contains("<svg")
                        && Files.readString(svg).contains("rgb(0,114,178)"))
                .isTrue();
    }

    @Test
    void growthCanKeepTheAstrocyteWeight() throws IOException {
        Path png = directory.resolve("growth.png");
        String text = text(
                new BenchmarkGrowthCommand(err -> inThisJvm),
                "--sizes",
                "4,5",
                "--same-astrocyte-weight",
                "--set",
                "model.astrocyte-weight=0.02",
                "--figure",
                png.toString());
        assertThat(text).contains("the same for all sizes", "0.02000", "backend auto, ", " kernel");
        BufferedImage image = ImageIO.read(png.toFile());
        assertThat(image.getWidth()).isGreaterThan(image.getHeight());
    }

    @Test
    void readoutTimesEveryPreset() throws IOException {
        CommandLineRun outcome = CommandLineRun.nalsm(
                "benchmark",
                "readout",
                "--json",
                "--passes",
                "2",
                "--warm-up",
                "0",
                "--epochs",
                "3",
                "--set",
                "network.dimensions=[4,4,4]",
                "--set",
                "data.train-samples=500",
                "--set",
                "data.valid-samples=100");
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        JsonNode json = new ObjectMapper().readTree(outcome.out());
        assertThat(json.get("counts").asText()).isEqualTo("made up");
        assertThat(json.get("native_bytes").asLong()).isEqualTo(600 * 64 * 4);
        JsonNode best = json.get("presets").get(0);
        JsonNode publication = json.get("presets").get(1);
        assertThat(best.get("optimiser").asText()).isEqualTo("lbfgs");
        assertThat(best.get("seconds").get("values")).hasSize(2);
        assertThat(best.get("seconds_to_best").get("max").asDouble())
                .isLessThanOrEqualTo(best.get("seconds").get("max").asDouble());
        assertThat(publication.get("optimiser").asText()).isEqualTo("adadelta");
        assertThat(publication.get("cut_short").asBoolean()).isTrue();
        assertThat(publication.get("iterations").asInt()).isEqualTo(3);
    }

    private static JsonNode json(Callable<String> command, String... args) throws IOException {
        List<String> all = new ArrayList<>(List.of(args));
        all.add("--json");
        return new ObjectMapper().readTree(text(command, all.toArray(String[]::new)));
    }

    private static String text(Callable<String> command, String... args) {
        List<String> all = new ArrayList<>(SMALL);
        all.addAll(List.of(args));
        CommandLine commandLine = new CommandLine(command);
        assertThat(commandLine.execute(all.toArray(String[]::new))).isZero();
        return commandLine.getExecutionResult();
    }
}
