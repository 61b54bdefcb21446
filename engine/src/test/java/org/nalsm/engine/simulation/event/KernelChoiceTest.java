package org.nalsm.engine.simulation.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nalsm.engine.model.LiquidModel;

class KernelChoiceTest {
    @Test
    void vectorsOf256And512BitsWillDo() {
        assertThat(KernelChoice.obstacle(256)).isEmpty();
        assertThat(KernelChoice.obstacle(512)).isEmpty();
        assertThat(KernelChoice.obstacle(128)).hasValueSatisfying(reason -> assertThat(reason).contains("128 bits"));
        assertThat(KernelChoice.obstacle(1024)).isPresent();
    }

    @Test
    void scalarWithoutTheModule() throws Exception {
        assertThat(inNewJvm()).contains("automatic SCALAR",
                "forced: the vector kernel is not available: module jdk.incubator.vector is not loaded, "
                        + "start java with --add-modules jdk.incubator.vector; or use the scalar kernel");
    }

    @Test
    void vectorWithTheModule() throws Exception {
        int bits = VectorKernel.preferredBits();
        String expected = KernelChoice.obstacle(bits).isEmpty() ? "automatic VECTOR" : "automatic SCALAR";
        assertThat(inNewJvm("--add-modules", "jdk.incubator.vector")).contains(expected);
    }

    private static String inNewJvm(String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Probe.class.getName()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    /** What a JVM chooses. */
    static final class Probe {
        public static void main(String[] arguments) {
            System.out.println("automatic " + KernelChoice.automatic());
            try {
                System.out.println("forced: " + Kernel.VECTOR.loops(LiquidModel.lsm(1, 3)).name());
            } catch (IllegalStateException e) {
                System.out.println("forced: " + e.getMessage());
            }
        }
    }
}
