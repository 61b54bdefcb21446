package org.nalsm.spark.submit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What submit/gpu-discovery.sh tells Spark, with an nvidia-smi of two devices. */
class GpuDiscoveryTest {
    private static final Path SCRIPT = Path.of("../submit/gpu-discovery.sh");

    @TempDir
    private Path tools;

    private record Outcome(int exitCode, String out, String err) {
        List<String> addresses() throws IOException {
            JsonNode json = new ObjectMapper().readTree(out);
            assertThat(json.get("name").asText()).isEqualTo("gpu");
            List<String> addresses = new ArrayList<>();
            json.get("addresses").forEach(address -> addresses.add(address.asText()));
            return addresses;
        }
    }

    private Outcome discover(String smi, @Nullable String visible) throws IOException, InterruptedException {
        Path tool = tools.resolve("nvidia-smi");
        Files.writeString(tool, "#!/bin/sh\n" + smi + "\n");
        Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwxr-xr-x"));
        ProcessBuilder builder = new ProcessBuilder(SCRIPT.toString());
        builder.environment().put("PATH", tools + ":" + System.getenv("PATH"));
        builder.environment().remove("CUDA_VISIBLE_DEVICES");
        if (visible != null) {
            builder.environment().put("CUDA_VISIBLE_DEVICES", visible);
        }
        Process process = builder.start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Outcome(process.waitFor(), out, err);
    }

    private static final String TWO = "echo '0, GPU-aaaa-0'; echo '1, GPU-bbbb-1'";

    @Test
    void tellsTheUuidsOfAllDevices() throws IOException, InterruptedException {
        Outcome outcome = discover(TWO, null);
        assertThat(outcome.addresses()).containsExactly("GPU-aaaa-0", "GPU-bbbb-1");
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out().lines()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"1, GPU-bbbb-1", "GPU-aaaa-0, GPU-aaaa-0", "MIG-cccc-2, MIG-cccc-2"})
    void tellsNoDeviceThatTheProcessMustNotSee(String visible, String told) throws IOException, InterruptedException {
        assertThat(discover(TWO, visible).addresses()).containsExactly(told);
    }

    @Test
    void failsWithOneLineWhereNoneIsVisible() throws IOException, InterruptedException {
        for (Outcome outcome : List.of(discover("exit 0", null), discover(TWO, ""))) {
            assertThat(outcome.exitCode()).isEqualTo(69);
            assertThat(outcome.err().lines()).containsExactly("gpu-discovery: no GPU is visible");
            assertThat(outcome.out()).isEmpty();
        }
    }
}
