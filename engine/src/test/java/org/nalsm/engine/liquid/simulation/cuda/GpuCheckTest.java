package org.nalsm.engine.liquid.simulation.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nalsm.engine.cuda.StandInDriver;
import org.nalsm.engine.liquid.model.LiquidModel;
import org.nalsm.engine.liquid.network.Network;
import org.nalsm.engine.liquid.network.NetworkGenerator;
import org.nalsm.engine.liquid.network.NetworkParameters;
import org.nalsm.engine.numpy.NumpyArchive;
import org.nalsm.engine.numpy.NumpyArray;

/** {@code submit/gpu-check.py} with cases of all models, over the stand-in for a GPU. */
class GpuCheckTest {
    private static final int SAMPLES = 6;
    private static final int SNAPSHOTS = 40;

    @TempDir
    private static Path directory;

    @TempDir
    private Path own;

    /** What the script did. */
    private record Outcome(int exitCode, String output) {}

    @BeforeAll
    static void cases() throws IOException, InterruptedException {
        assumeTrue(run(new ProcessBuilder("python3", "-c", "import numpy")).exitCode == 0, "no Python 3 with NumPy");
        StandInDriver.directory();
        for (boolean images : new boolean[] {true, false}) {
            Network network = new NetworkGenerator(new NetworkParameters(5, 5, 5, images ? 784 : 2312, 1)).generate();
            DigitLikeInputs inputs = new DigitLikeInputs(network.inputs(), images);
            for (LiquidModel model : List.of(
                    LiquidModel.nalsm(0.015f, 3, 0.99f),
                    LiquidModel.lsm(0.8f, 3),
                    LiquidModel.lsmStdp(3, 0.99f),
                    LiquidModel.lsmApStdp(1, 3, 8, 6))) {
                String name = model.name() + (images ? "-images" : "-events");
                float[] weights = network.weights(model.initialAbsoluteWeight());
                if (model.initialisation().changesWeights()) {
                    int[] ids = IntStream.range(0, SNAPSHOTS).map(k -> k % 7).toArray();
                    Map<String, NumpyArray> initialisation =
                            KernelCase.initialisation(network, model, inputs, ids, DigitLikeInputs.SNAPSHOT_MS);
                    write(directory.resolve(name + "-initialisation.npz"), initialisation);
                    weights = KernelCase.weightsAtTheEnd(initialisation);
                }
                int[] ids = IntStream.range(100, 100 + SAMPLES).toArray();
                write(
                        directory.resolve(name + "-samples.npz"),
                        KernelCase.samples(network, model, weights, inputs, ids, DigitLikeInputs.SAMPLE_MS));
            }
        }
    }

    private static void write(Path file, Map<String, NumpyArray> arrays) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            NumpyArchive.writeCompressed(out, arrays);
        }
    }

    private static Outcome run(ProcessBuilder command) throws IOException, InterruptedException {
        Process process = command.redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Outcome(process.waitFor(), output);
    }

    private static ProcessBuilder script(String... arguments) {
        List<String> command = new ArrayList<>(List.of("python3", "../submit/gpu-check.py"));
        command.addAll(Arrays.asList(arguments));
        return new ProcessBuilder(command);
    }

    private static ProcessBuilder overTheStandIn(String... arguments) {
        ProcessBuilder command = script(arguments);
        command.environment().put("LD_LIBRARY_PATH", StandInDriver.directory().toString());
        command.environment().put("STAND_IN_ORDER", "shuffled");
        command.environment().put("STAND_IN_MEMORY_MIB", "256");
        return command;
    }

    private static String file(String name) {
        return directory.resolve(name + ".npz").toString();
    }

    @Test
    void findsAllModelsEqual() throws IOException, InterruptedException {
        String[] arguments;
        try (var files = Files.list(directory)) {
            arguments = files.map(Path::toString).sorted().toArray(String[]::new);
        }
        assertThat(arguments).hasSize(14);
        ProcessBuilder command = overTheStandIn(arguments);
        command.command().add("--check-only");
        Outcome outcome = run(command);
        assertThat(outcome.exitCode).as(outcome.output).isZero();
        // With all state in shared memory, and twice with less.
        assertThat(outcome.output.split(SAMPLES + " samples equal", -1)).hasSize(8 * 3 + 8 + 1);
        assertThat(outcome.output.split(SNAPSHOTS + " snapshots equal", -1)).hasSize(6 * 2 + 1);
        assertThat(outcome.output).endsWith(" s; all equal\n");
    }

    @Test
    void findsWhatDiffers() throws IOException, InterruptedException {
        Map<String, NumpyArray> samples = changed("nalsm-images-samples", "counts");
        write(own.resolve("counts.npz"), samples);
        write(own.resolve("inputs.npz"), changed("lsm-events-samples", "input_spikes"));
        write(own.resolve("trace.npz"), changed("lsm-stdp-images-initialisation", "trace_end"));
        Outcome outcome = run(overTheStandIn(
                "--check-only",
                own.resolve("counts.npz").toString(),
                own.resolve("inputs.npz").toString(),
                own.resolve("trace.npz").toString(),
                file("nalsm-events-samples")));
        assertThat(outcome.exitCode).as(outcome.output).isEqualTo(1);
        assertThat(outcome.output)
                .contains("counts: 1 of 6 samples DIFFER", "sample 0: 1 of 125 counts differ")
                .contains("inputs: 1 of 6 samples DIFFER", "sample 0: 0 of 125 counts differ")
                .contains("trace: 1 values DIFFER", "nalsm-events-samples: 6 samples equal")
                .endsWith(" s; DIFFERENT: counts, inputs, trace\n");
    }

    /** A case whose first value of an answer is one more. */
    private static Map<String, NumpyArray> changed(String name, String answer) throws IOException {
        Map<String, NumpyArray> arrays;
        try (var in = Files.newInputStream(directory.resolve(name + ".npz"))) {
            arrays = new LinkedHashMap<>(NumpyArchive.read(in, name));
        }
        NumpyArray right = arrays.get(answer);
        if (right.dtype().equals("float32")) {
            float[] values = right.floats(name, right.shape());
            values[0] += 1;
            arrays.put(answer, NumpyArray.of(values, right.shape()));
        } else {
            int[] values = right.ints(name, right.shape()).clone();
            values[0] += 1;
            arrays.put(answer, NumpyArray.of(values, right.shape()));
        }
        return arrays;
    }

    /** Every setting is measured, with the right counts; the figures are in the table and in the file. */
    @Test
    void measures() throws IOException, InterruptedException {
        Path json = own.resolve("figures.json");
        Outcome outcome = run(overTheStandIn(
                "--batches=4,8",
                "--threads=64,256",
                "--liquids=3",
                "--passes=1",
                "--seconds=0.01",
                "--json=" + json,
                file("lsm-images-samples"),
                file("nalsm-events-samples"),
                file("nalsm-images-initialisation")));
        assertThat(outcome.exitCode).as(outcome.output).isZero();
        assertThat(outcome.output)
                .containsPattern("  256 threads     4 blocks     8 a launch: +\\d+ \\(\\d+ to \\d+\\) samples/s")
                .containsPattern("   64 threads     4 blocks     4 a launch: +\\d+ ")
                .containsPattern("  256 threads     2 blocks     4 a launch: +\\d+ ")
                .containsPattern(" 1024 threads,  3 liquids at once: [\\d.]+ s for 50,000 snapshots")
                .containsPattern(
                        "\nlsm-images-samples +6 samples equal +\\d+ +\\d+ \\(\\d+/\\d/[48]\\) +0\\.\\d +\\d+ = ")
                .containsPattern("\nnalsm-images-initialisation .* for 1, .* for 3 liquids at once");
        assertThat(Files.readString(json)).contains("\"bytes_per_sample\"", "\"samples_a_launch\": 8");
    }

    @Test
    void saysWhatThereIsNoTimeFor() throws IOException, InterruptedException {
        Outcome outcome = run(overTheStandIn("--minutes=0", file("lsm-images-samples")));
        assertThat(outcome.exitCode).as(outcome.output).isEqualTo(1);
        assertThat(outcome.output)
                .contains("no time left to compare it", "no time left to sweep it")
                .endsWith("not compared: lsm-images-samples\n");
    }

    @Test
    void saysInOneLineThatThereIsNoGpu() throws IOException, InterruptedException {
        Outcome outcome = run(overTheStandIn("--device=7", file("lsm-images-samples")));
        assertThat(outcome.exitCode).isEqualTo(69);
        assertThat(outcome.output).isEqualTo("gpu-check.py: there is no GPU 7; the driver shows 2\n");
    }

    /** The same cases by the program's own simulators, as submit/gpu-check-jar.sh runs them. */
    @Test
    void theProgramFindsThemEqualToo() throws IOException {
        StandInDriver.install();
        write(own.resolve("counts.npz"), changed("lsm-images-samples", "counts"));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int exitCode = caseCheck(
                out,
                file("nalsm-events-samples"),
                file("lsm-ap-stdp-images-samples"),
                file("nalsm-events-initialisation"),
                file("lsm-ap-stdp-images-initialisation"),
                file("lsm-stdp-images-initialisation"));
        assertThat(out.toString(StandardCharsets.UTF_8))
                .containsPattern("nalsm-events-samples +6 samples equal; samples/s, encoding included: GPU \\d+ ")
                .containsPattern("nalsm-events-initialisation +40 snapshots equal; s for 50,000: GPU [\\d.]+ ")
                .contains("\nlsm-ap-stdp-images-initialisation ")
                .endsWith("all equal\n")
                .doesNotContain("DIFFER");
        assertThat(exitCode).isZero();
        out.reset();
        assertThat(caseCheck(out, own.resolve("counts.npz").toString())).isEqualTo(1);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("counts ", " 1 of 6 samples DIFFER;");
    }

    private static int caseCheck(ByteArrayOutputStream out, String... files) {
        List<String> arguments = new ArrayList<>(List.of("0.01", "1"));
        arguments.addAll(Arrays.asList(files));
        PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        return CaseCheck.run(arguments.toArray(String[]::new), stream, stream);
    }

    @Test
    void refusesWhatIsNoCase() throws IOException, InterruptedException {
        Outcome outcome = run(overTheStandIn("../submit/gpu-check.py"));
        assertThat(outcome.exitCode).isEqualTo(65);
        assertThat(outcome.output)
                .startsWith("gpu-check.py: ../submit/gpu-check.py ")
                .hasLineCount(1);
    }
}
