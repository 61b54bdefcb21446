package org.nalsm.spark.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code submit/nalsm} as the archive of {@code mvn -Pdist package} holds it, with a {@code java} that says what it is given. */
class ArchiveLauncherTest {
    private static final Path LAUNCHER = Path.of("../submit/nalsm");
    private static final String SAYS_ITS_ARGUMENTS = "#!/bin/sh\nprintf '%s\\n' \"BLAS $OPENBLAS_CORETYPE\" \"$@\"\n";

    @TempDir
    Path directory;

    private Path archive;
    private Path programs;

    @BeforeEach
    void unpack() throws IOException {
        archive = Files.createDirectories(directory.resolve("with space/nalsm-on-spark"));
        programs = Files.createDirectories(directory.resolve("bin"));
        Files.createDirectories(archive.resolve("lib/spark"));
        Files.createDirectories(archive.resolve("submit"));
        executable(archive.resolve("submit/nalsm"), Files.readString(LAUNCHER));
        executable(programs.resolve("java"), SAYS_ITS_ARGUMENTS);
        executable(programs.resolve("mvn"), "#!/bin/sh\necho built >&2\nexit 1\n");
    }

    private static void executable(Path file, String text) throws IOException {
        Files.writeString(file, text);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    @Test
    void theArchiveRunsWithoutABuild() throws Exception {
        List<String> arguments = run(archive.resolve("submit/nalsm"), "runs", "list");
        assertThat(arguments)
                .containsSequence("-cp", archive.resolve("lib/spark") + "/*", "org.apache.spark.deploy.SparkSubmit")
                .endsWith(archive.resolve("lib/nalsm-spark-jobs.jar").toString(), "runs", "list");
    }

    @Test
    void aSymbolicLinkFindsTheArchive() throws Exception {
        Path link = Files.createSymbolicLink(directory.resolve("nalsm"), archive.resolve("submit/nalsm"));
        assertThat(run(link, "train", "--", "--driver-memory", "2g"))
                .contains("-Xmx2g")
                .endsWith(
                        "--driver-memory",
                        "2g",
                        archive.resolve("lib/nalsm-spark-jobs.jar").toString(),
                        "train");
    }

    @Test
    void readoutsDoNotDependOnTheProcessor() throws Exception {
        Path processors = Path.of("/proc/cpuinfo");
        assumeTrue(System.getProperty("os.arch").equals("amd64")
                && Files.exists(processors)
                && Files.readString(processors).contains(" avx2 "));
        assertThat(run(archive.resolve("submit/nalsm"), "train")).contains("BLAS Haswell");
    }

    /** The first training makes an archive of Spark's classes, and every command takes them from there. */
    @Test
    void classesAreArchivedOnceForEveryCommand() throws Exception {
        Path calls = directory.resolve("calls");
        archivingJava(calls, "echo classes > \"${word#*=}\"; exit 0");
        Path launcher = archive.resolve("submit/nalsm");
        assertThat(run(launcher, "runs", "list")).noneMatch(word -> word.contains(".jsa"));
        assertThat(run(launcher, "sweep", "list")).noneMatch(word -> word.contains(".jsa"));
        assertThat(run(launcher, "train", "--help")).noneMatch(word -> word.contains(".jsa"));
        assertThat(archives()).isEmpty();
        assertThat(run(launcher, "train"))
                .contains("-XX:SharedArchiveFile=" + archives().get(0));
        assertThat(archives())
                .singleElement()
                .satisfies(file -> assertThat(file).hasContent("classes"));
        assertThat(run(launcher, "train"))
                .contains("-XX:SharedArchiveFile=" + archives().get(0));
        assertThat(run(launcher, "runs", "list"))
                .contains("-XX:SharedArchiveFile=" + archives().get(0));
        assertThat(calls).hasContent("archived");
        assertThat(archive.resolve("lib"))
                .isDirectoryContaining("glob:**.jsa")
                .isDirectoryNotContaining("glob:**classes.*");

        // Other jars: the old archive is good for nothing.
        Path old = archives().get(0);
        Files.writeString(archive.resolve("lib/spark/other.jar"), "jar");
        assertThat(run(launcher, "sweep"))
                .contains("-XX:SharedArchiveFile=" + archives().get(0));
        assertThat(archives()).singleElement().isNotEqualTo(old);
    }

    @Test
    void aJvmThatMakesNoArchiveIsAskedOnce() throws Exception {
        Path calls = directory.resolve("calls");
        archivingJava(calls, "echo half > \"${word#*=}\"; exit 1");
        for (int k = 0; k < 2; k++) {
            assertThat(run(archive.resolve("submit/nalsm"), "train")).noneMatch(word -> word.contains(".jsa"));
        }
        assertThat(calls).hasContent("archived");
        assertThat(archives())
                .singleElement()
                .satisfies(file -> assertThat(file).isEmptyFile());
    }

    /** Does this with the word that names an archive to be made. */
    private void archivingJava(Path calls, String then) throws IOException {
        executable(
                programs.resolve("java"),
                "#!/bin/sh\nfor word; do case \"$word\" in -XX:ArchiveClassesAtExit=*) echo archived$MLFLOW_TRACKING_URI >> '"
                        + calls + "'; " + then + ";; esac; done\nprintf '%s\\n' \"$@\"\n");
    }

    private List<Path> archives() throws IOException {
        try (Stream<Path> files = Files.list(archive.resolve("lib"))) {
            return files.filter(file -> file.toString().endsWith(".jsa")).toList();
        }
    }

    private List<String> run(Path launcher, String... arguments) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(launcher.toString());
        builder.command().addAll(List.of(arguments));
        Map<String, String> environment = builder.environment();
        environment.remove("JAVA_HOME");
        environment.remove("SPARK_HOME");
        environment.remove("OPENBLAS_CORETYPE");
        // A server that must not hear of the training that only fills the archive.
        environment.put("MLFLOW_TRACKING_URI", "http://tracking");
        environment.put("PATH", programs + ":" + environment.get("PATH"));
        Process process = builder.start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String error = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(error).isZero();
        return out.lines().toList();
    }
}
