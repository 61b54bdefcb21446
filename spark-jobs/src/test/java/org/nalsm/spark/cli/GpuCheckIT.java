package org.nalsm.spark.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.nalsm.spark.cli.CommandLineRun.nalsm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way from exported cases to a checked GPU, without Java and Maven there. The GPU is a stand-in. */
class GpuCheckIT {
    private static final Path STAND_IN = Path.of("target/stand-in").toAbsolutePath();

    @TempDir
    private Path directory;

    @Test
    void checksExportedCasesInOneCall() throws IOException, InterruptedException {
        assumeTrue(succeeds("python3", "-c", "import numpy"), "no Python 3 with NumPy");
        assumeTrue(succeeds("g++", "--version"), "no g++");
        assumeTrue(succeeds("jlink", "--version"), "no jlink");
        run(
                "../engine/src/test/cpp/build.sh",
                "driver",
                STAND_IN.resolve("libcuda.so.1").toString());
        Path data = directory.resolve("data");
        EventData.write(data.resolve("n-mnist"), 30, 10, 10);
        Path cases = directory.resolve("cases");
        CommandLineRun export = nalsm(
                List.of(
                        "data.dir=" + data,
                        "data.dataset=n-mnist",
                        "data.train-samples=30",
                        "data.valid-samples=10",
                        "data.test-samples=10",
                        "network.dimensions=5,5,5"),
                "benchmark",
                "gpu-cases",
                "--samples=5",
                "--snapshots=40",
                "--output=" + cases);
        assertThat(export.exitCode()).as(export.err()).isZero();

        Path packed = directory.resolve("packed");
        assertThat(run("../submit/gpu-check-jar.sh", "pack", packed.toString()))
                .containsPattern("packed: \\d\\d MiB\n");
        String checked = run("../submit/gpu-check.sh", cases.toString(), packed.toString());
        assertThat(checked.split("5 samples equal", -1)).hasSizeGreaterThan(2);
        assertThat(checked)
                .containsPattern("nalsm-125-n-mnist-samples +5 samples equal; samples/s, encoding included: GPU ")
                .containsPattern("nalsm-125-n-mnist-initialisation +40 snapshots equal; s for 50,000: GPU ")
                .contains("== in short", " s; all equal\n")
                .endsWith("all equal\n");
        assertThat(directory.resolve("check.json")).exists();
        assertThat(directory.resolve("jar.txt")).isNotEmptyFile();
    }

    private static boolean succeeds(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private String run(String... command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("LD_LIBRARY_PATH", STAND_IN.toString());
        builder.environment().put("STAND_IN_MEMORY_MIB", "256");
        builder.environment().put("GPU_CHECK_OPTIONS", "--check-only");
        builder.environment().put("GPU_CHECK_OUT", directory.toString());
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
