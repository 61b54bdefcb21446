package org.nalsm.spark.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JvmCommandTest {
    @Test
    void theOtherVirtualMachineHasThisOnesOptions() {
        List<String> command = JvmCommand.likeThis(VariantMain.class, "a", "b");
        assertThat(Path.of(command.get(0))).isExecutable();
        assertThat(command)
                .containsAll(JvmCommand.shareable(
                        ManagementFactory.getRuntimeMXBean().getInputArguments()))
                .contains("--add-modules=jdk.incubator.vector")
                .endsWith("org.nalsm.spark.benchmark.VariantMain", "a", "b");
    }

    @Test
    void optionsThatNameAPortAreLeftOut() {
        assertThat(JvmCommand.shareable(List.of(
                        "-Xmx4g",
                        "-agentlib:jdwp=transport=dt_socket,server=y,address=5005",
                        "-Xrunjdwp:transport=dt_socket",
                        "-Dcom.sun.management.jmxremote.port=9010",
                        "--add-modules=jdk.incubator.vector",
                        "-Dspark.master=local[2]")))
                .containsExactly("-Xmx4g", "--add-modules=jdk.incubator.vector", "-Dspark.master=local[2]");
    }

    @Test
    void jarsThatALoaderHasBesideTheClassPathAreOnIt(@TempDir Path directory) throws IOException {
        Path application = Files.createFile(directory.resolve("an application.jar"));
        Path library = Files.createFile(directory.resolve("library.jar"));
        try (URLClassLoader parent =
                        new URLClassLoader(urls(library), getClass().getClassLoader());
                URLClassLoader child = new URLClassLoader(urls(application), parent)) {
            assertThat(JvmCommand.classPath(child).split(File.pathSeparator, -1))
                    .startsWith(
                            Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                                    .distinct()
                                    .toArray(String[]::new))
                    .endsWith(application.toString(), library.toString());
        }
    }

    private static URL[] urls(Path file) throws IOException {
        return new URL[] {file.toUri().toURL()};
    }
}
