package org.nalsm.spark.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.nalsm.spark.cli.CommandLineRun.nalsm;
import static org.nalsm.spark.cli.CommandLineRun.query;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Runs on executors with GPUs, and what goes wrong there. The GPUs are a stand-in for NVIDIA's driver that runs the
 * kernels on the CPU (engine/src/test/cpp).
 */
class GpuClusterIT {
    private static final Path STAND_IN = Path.of("target/stand-in").toAbsolutePath();
    private static final String FIRST = "GPU-7374616e-642d-696e-2d67-70752d303030";
    private static final String SECOND = "GPU-7374616e-642d-696e-2d67-70752d303031";

    @TempDir
    private static Path shared;

    @TempDir
    private Path directory;

    @BeforeAll
    static void buildTheStandIn() throws IOException, InterruptedException {
        assumeTrue(
                Stream.of(System.getenv("PATH").split(":", -1))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "g++"))),
                "no g++ on the PATH");
        Process compiler = new ProcessBuilder(
                        "../engine/src/test/cpp/build.sh",
                        "driver",
                        STAND_IN.resolve("libcuda.so.1").toString())
                .inheritIO()
                .start();
        assertThat(compiler.waitFor()).isZero();
        EventData.write(shared.resolve("n-mnist"), 30, 10, 70);
    }

    private List<String> settings;
    private SubmittedNalsm submit;
    private Path log;

    @BeforeEach
    void aSmallExperiment() {
        log = directory.resolve("launches");
        settings = new ArrayList<>(List.of(
                "data.dir=" + shared,
                "data.dataset=n-mnist",
                "network.dimensions=5,5,5",
                "data.train-samples=30",
                "data.valid-samples=10",
                "data.test-samples=70",
                "initialisation.snapshots=40",
                "simulation.batch-size=5",
                "simulation.batches-per-block=1",
                "simulation.recorded-samples=2",
                "readout.max-epochs=10"));
        submit = new SubmittedNalsm(directory)
                .jvmOption("-Djna.library.path=" + STAND_IN)
                .environment("STAND_IN_ORDER", "shuffled")
                .environment("STAND_IN_LOG", log.toString());
    }

    /** Two GPUs of one executor. */
    private String cluster() throws IOException {
        Path discovery = directory.resolve("discovery.sh");
        Files.writeString(
                discovery,
                "#!/bin/sh\necho '{\"name\": \"gpu\", \"addresses\": [\"%s\", \"%s\"]}'\n".formatted(FIRST, SECOND));
        Files.setPosixFilePermissions(discovery, PosixFilePermissions.fromString("rwxr-xr-x"));
        submit.conf("spark.worker.resource.gpu.amount", "2")
                .conf("spark.worker.resource.gpu.discoveryScript", discovery.toString())
                .conf("spark.executor.resource.gpu.amount", "2")
                .conf("spark.executor.memory", "1g");
        return "local-cluster[1,4,1024]";
    }

    private SubmittedNalsm.Outcome train(String master, Path results, String... more) {
        List<String> arguments = new ArrayList<>(List.of("train", "--set", "output.dir=" + results));
        settings.forEach(setting -> arguments.addAll(List.of("--set", setting)));
        for (String setting : more) {
            arguments.addAll(List.of("--set", setting));
        }
        return submit.run(master, arguments.toArray(String[]::new));
    }

    @Test
    void everyTaskTakesTheGpuThatSparkAssignsAndCountsAsTheCpuDoes() throws IOException {
        Path onGpus = directory.resolve("gpus");
        SubmittedNalsm.Outcome outcome = train(cluster(), onGpus);
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();

        Path onCpu = directory.resolve("cpu");
        List<String> local = new ArrayList<>(settings);
        local.add("output.dir=" + onCpu);
        CommandLineRun cpu = nalsm(local, "train");
        assertThat(cpu.exitCode()).as(cpu.err()).isZero();
        for (String table : List.of("spike_counts", "spikes", "dynamics", "liquid_weights", "predictions")) {
            assertThat(rows(onGpus, table))
                    .as(table)
                    .isEqualTo(rows(onCpu, table))
                    .isNotEmpty();
        }

        List<String> launches = Files.readAllLines(log).stream()
                .filter(line -> line.contains(" simulate_plastic_"))
                .map(line -> line.split(" ", 2)[0])
                .toList();
        assertThat(launches).hasSize(22).contains("stand-in-gpu-000", "stand-in-gpu-001");
        assertThat(query("SELECT devices FROM '" + onGpus + "/runs/*.parquet'"))
                .singleElement()
                .asString()
                .contains("simulation: Stand-in GPU 0 (" + FIRST + "), Stand-in GPU 1 (" + SECOND + ")");
        assertThat(query("SELECT devices FROM '" + onCpu + "/runs/*.parquet'"))
                .singleElement()
                .asString()
                .contains("simulation: CPU (")
                .contains(" kernel)");
    }

    /** All rows of a table but what names the run's directory. */
    private static List<String> rows(Path results, String table) {
        return query("SELECT COLUMNS(c -> c NOT IN ('run_id', 'filename')) FROM read_parquet('" + results + "/" + table
                + "/**/*.parquet', hive_partitioning = true) ORDER BY ALL");
    }

    /** In local mode tasks take the named devices in turns; recorded spikes and all come out the same. */
    @Test
    void takesNamedDevicesInLocalMode() throws IOException {
        Path results = directory.resolve("results");
        SubmittedNalsm.Outcome outcome =
                train("local[2]", results, "simulation.backend=cuda", "simulation.gpu-devices=[0, " + SECOND + "]");
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(Files.readAllLines(log).stream().map(line -> line.split(" ", 2)[0]))
                .contains("stand-in-gpu-000", "stand-in-gpu-001");
    }

    /**
     * Three trials, three liquids, in fewer launches, each with a block for every liquid that came in time. Weights and
     * counts as on the CPU.
     */
    @Test
    void initialisesTheLiquidsOfASweepTogether() throws IOException {
        Path conf = directory.resolve("sweep.conf");
        Files.writeString(conf, """
                sweep {
                  name = liquids
                  parallel-trials = 3
                  parameters { network.seed = [1, 2, 3] }
                }
                """);
        Path onGpus = directory.resolve("gpus");
        SubmittedNalsm.Outcome outcome = sweep(conf, onGpus, "simulation.gpu-devices=[1]");
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        List<Integer> blocks = Files.readAllLines(log).stream()
                .filter(line -> line.startsWith("stand-in-gpu-001 initialise_0 "))
                .map(line -> Integer.valueOf(line.split(" ", -1)[2]))
                .toList();
        assertThat(blocks).hasSizeLessThan(3);
        assertThat(blocks.stream().mapToInt(Integer::intValue).sum()).isEqualTo(3);
        Path onCpu = directory.resolve("cpu");
        SubmittedNalsm.Outcome cpu = sweep(conf, onCpu, "simulation.backend=event");
        assertThat(cpu.exitCode()).as(cpu.err()).isZero();
        for (String table : List.of("liquid_weights", "spike_counts")) {
            assertThat(rows(onGpus, table))
                    .as(table)
                    .isEqualTo(rows(onCpu, table))
                    .isNotEmpty();
        }
        assertThat(query("SELECT DISTINCT devices FROM '" + onGpus + "/runs/*.parquet'"))
                .singleElement()
                .asString()
                .contains("initialisation: Stand-in GPU 1");
    }

    private SubmittedNalsm.Outcome sweep(Path conf, Path results, String more) {
        List<String> arguments = new ArrayList<>(
                List.of("sweep", "--config", conf.toString(), "--set", "output.dir=" + results, "--set", more));
        settings.forEach(setting -> arguments.addAll(List.of("--set", setting)));
        return submit.run("local[2]", arguments.toArray(String[]::new));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DRIVER     | 10020 | supports CUDA 10.2, but CUDA 11.0 or newer (driver 450) is needed",
                "CAPABILITY | 7.0   | has compute capability 7.0, but 7.5 or newer is needed",
                "DEVICES    | 0     | NVIDIA's driver (CUDA 13.0) does not start: CUDA_ERROR_NO_DEVICE",
                "DEVICES    | 1     | there is no GPU GPU-7374616e-642d-696e-2d67-70752d303031 here; there are Stand-in GPU 0",
                "PTX_ERROR  | 222   | a driver for CUDA 13.0 failed: CUDA_ERROR_UNSUPPORTED_PTX_VERSION",
            })
    void saysInOneLineWhyAGpuCannotBeUsed(String property, String value, String reason) {
        submit.environment("STAND_IN_" + property, value);
        refuses("local[2]", "simulation.backend = cuda cannot be used", reason, "[" + SECOND + "]");
    }

    @Test
    void saysInOneLineThatThereIsNoDriver() {
        assumeTrue(!Files.exists(Path.of("/usr/lib/x86_64-linux-gnu/libcuda.so.1")), "this machine has a GPU");
        submit = new SubmittedNalsm(directory);
        refuses("local[2]", "driver library libcuda.so.1 is not on this machine", "simulation.backend = cuda", "[0]");
    }

    @Test
    void saysInOneLineThatNoDeviceIsNamed() {
        refuses("local[2]", "no device is named", "simulation.gpu-devices = [0] names the first", "[]");
    }

    @Test
    void refusesToWaitForGpusThatLocalModeNeverHas() {
        submit.conf("spark.executor.resource.gpu.amount", "1");
        refuses("local[2]", "spark.executor.resource.gpu.amount = 1 has no effect", "simulation.gpu-devices", "[0]");
    }

    /** The executor that was asked says it; nothing is written. */
    @Test
    void saysInOneLineWhatExecutorsLack() throws IOException {
        String master = cluster();
        submit.environment("STAND_IN_PTX_ERROR", "222");
        refuses(master, "simulation.backend = cuda cannot be used", "CUDA_ERROR_UNSUPPORTED_PTX_VERSION", "[]");
    }

    private void refuses(String master, String what, String detail, String devices) {
        Path results = directory.resolve("results");
        SubmittedNalsm.Outcome outcome =
                train(master, results, "simulation.backend=cuda", "simulation.gpu-devices=" + devices);
        assertThat(outcome.messages())
                .as(outcome.err())
                .singleElement()
                .asString()
                .contains(what, detail);
        assertThat(outcome.exitCode()).isEqualTo(78);
        assertThat(results.resolve("runs")).doesNotExist();
    }

    /** Memory is short only when the liquid is there; no counts are left behind. */
    @Test
    void saysInOneLineThatMemoryIsShort() {
        submit.environment("STAND_IN_MEMORY_MIB", "1");
        Path results = directory.resolve("results");
        SubmittedNalsm.Outcome outcome =
                train("local[2]", results, "simulation.backend=cuda", "simulation.gpu-devices=[0]");
        assertThat(outcome.messages())
                .as(outcome.err())
                .singleElement()
                .asString()
                .contains("memory on Stand-in GPU 0", "CUDA_ERROR_OUT_OF_MEMORY", "simulation.tasks-per-gpu = 1");
        assertThat(outcome.exitCode()).isEqualTo(78);
        assertThat(results.resolve("spike_counts"))
                .satisfiesAnyOf(
                        folder -> assertThat(folder).doesNotExist(),
                        folder -> assertThat(folder).isDirectoryNotContaining("glob:**.parquet"));
    }

    /** With auto a GPU that cannot be used is none. */
    @Test
    void goesOnWithTheCpuWhereAutoFindsNoUsableGpu() {
        submit.environment("STAND_IN_DRIVER", "10020");
        Path results = directory.resolve("results");
        SubmittedNalsm.Outcome outcome = train("local[2]", results, "simulation.gpu-devices=[0]");
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(query("SELECT devices FROM '" + results + "/runs/*.parquet'"))
                .singleElement()
                .asString()
                .contains("simulation: CPU (");
        assertThat(log).doesNotExist();
    }

    /** Not even the library that would load NVIDIA's. The result says what simulated. */
    @Test
    void loadsNothingNativeWhereNoGpuIsAssigned() throws IOException {
        Path classes = directory.resolve("classes");
        submit.jvmOption("-Xlog:class+load=info:file=" + classes);
        SubmittedNalsm.Outcome outcome = train("local[2]", directory.resolve("results"));
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.out().lines().filter(line -> line.startsWith("devices")))
                .singleElement()
                .asString()
                .contains("simulation: CPU (");
        assertThat(Files.readString(classes)).contains("org.nalsm.engine").doesNotContain("com.sun.jna");
    }

    /** A GPU is a backend among others, in a JVM of its own; the counts are compared. */
    @Test
    void benchmarksAGpuBesideTheCpu() {
        List<String> arguments = new ArrayList<>(List.of(
                "benchmark",
                "--backends=event-vector,cuda",
                "--samples=6",
                "--passes=2",
                "--warm-up=0",
                "--snapshots=10"));
        settings.forEach(setting -> arguments.addAll(List.of("--set", setting)));
        SubmittedNalsm.Outcome outcome = submit.run("local[1]", arguments.toArray(String[]::new));
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.out().lines().map(line -> line.split(" ", 2)[0])).contains("event-vector", "cuda");
        assertThat(log).content().contains("stand-in-gpu-000 simulate_plastic_0");
    }
}
