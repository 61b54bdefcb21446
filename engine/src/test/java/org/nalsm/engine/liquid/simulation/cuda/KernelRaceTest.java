package org.nalsm.engine.liquid.simulation.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.nalsm.engine.cuda.StandInDriver;

/** The kernels with a real thread for every thread of a block, under g++'s thread sanitizer. */
class KernelRaceTest {
    @Test
    void noTwoThreadsMeetBetweenBarriers() throws IOException, InterruptedException {
        Path program = Path.of("target/stand-in/race_check").toAbsolutePath();
        StandInDriver.build("races", program);
        Process check =
                new ProcessBuilder(program.toString()).redirectErrorStream(true).start();
        String output = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(check.waitFor()).as(output).isZero();
        assertThat(output).doesNotContain("WARNING: ThreadSanitizer");
        assertThat(output.lines().filter(line -> line.contains(": same,"))).hasSize(12);
    }
}
