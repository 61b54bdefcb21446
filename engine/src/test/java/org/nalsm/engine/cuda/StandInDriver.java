package org.nalsm.engine.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.jna.Library;
import com.sun.jna.Native;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A {@code libcuda.so.1} that runs the kernels on the host ({@code src/test/cpp}), built by g++ once, for this Java
 * virtual machine to load instead of NVIDIA's.
 */
public final class StandInDriver {
    private static final Path DIRECTORY = Path.of("target/stand-in").toAbsolutePath();

    private static @Nullable Path built;

    private StandInDriver() {}

    /** The process's environment, which the stand-in reads whenever it is called. */
    private interface LibC extends Library {
        LibC C = Native.load("c", LibC.class);

        int setenv(String name, String value, int overwrite);

        int unsetenv(String name);
    }

    /**
     * Builds it if need be and makes it this machine's driver: of two ordinary devices and two with little shared memory. What
     * devices there are is asked once in a Java virtual machine, so it is the same for all tests.
     */
    public static synchronized void install() {
        System.setProperty("jna.library.path", directory().toString());
        for (String name :
                List.of("DEVICES", "MEMORY_MIB", "SHARED_KIB", "CAPABILITY", "DRIVER", "PTX_ERROR", "ORDER", "LOG")) {
            LibC.C.unsetenv("STAND_IN_" + name);
        }
        set("DEVICES", "4");
        set("SHARED_KIB", "227,227,20,12");
    }

    /** Where it lies. */
    public static synchronized Path directory() {
        Path directory = built;
        if (directory == null) {
            directory = DIRECTORY;
            build("driver", directory.resolve(CudaDevices.LIBRARY));
            built = directory;
        }
        return directory;
    }

    /** Changes one of the properties that {@code stand_in_driver.cpp} lists, as "ORDER" for STAND_IN_ORDER. */
    public static void set(String name, String value) {
        assertThat(LibC.C.setenv("STAND_IN_" + name, value, 1)).isZero();
    }

    /**
     * Runs {@code src/test/cpp/build.sh}; the tests are skipped where there is no g++.
     *
     * @param what "driver" or "races"
     */
    public static void build(String what, Path target) {
        assumeTrue(
                Stream.of(System.getenv("PATH").split(":", -1))
                        .anyMatch(directory -> Files.isExecutable(Path.of(directory, "g++"))),
                "no g++ on the PATH");
        try {
            Process compiler = new ProcessBuilder("src/test/cpp/build.sh", what, target.toString())
                    .redirectErrorStream(true)
                    .start();
            String output = new String(compiler.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(compiler.waitFor()).as(output).isZero();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
