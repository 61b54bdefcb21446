package org.nalsm.spark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The built jars, submitted by Spark's own {@code SparkSubmit} in a process of its own. With a master of
 * {@code local-cluster[...]} executors are processes of their own, too, that get the thin jar and nothing else.
 */
final class SubmittedNalsm {
    private static final long TIMEOUT_SECONDS = 300;

    private final Path directory;
    private final Map<String, String> conf = new HashMap<>();
    private final Map<String, String> environment = new HashMap<>();
    private final List<String> jvmOptions = new ArrayList<>();

    /** @param directory for its files, empty */
    SubmittedNalsm(Path directory) {
        this.directory = directory;
        conf.put("spark.ui.enabled", "false");
        conf.put("spark.executor.heartbeatInterval", "1s");
        environment.put("SPARK_HOME", sparkHome().toString());
        environment.put("SPARK_SCALA_VERSION", "2.13");
        environment.put("SPARK_LOCAL_IP", "127.0.0.1");
    }

    SubmittedNalsm conf(String key, String value) {
        conf.put(key, value);
        return this;
    }

    /** An option of the driver's and the executors' Java virtual machines. */
    SubmittedNalsm jvmOption(String option) {
        jvmOptions.add(option);
        return this;
    }

    /** A variable of the driver's, and, where Spark hands them on, its executors' environment. */
    SubmittedNalsm environment(String name, String value) {
        environment.put(name, value);
        conf.put("spark.executorEnv." + name, value);
        return this;
    }

    /** What a Spark distribution has, as far as workers look for it: a folder of jars. */
    private static Path sparkHome() {
        try {
            Path jars =
                    Files.createDirectories(Path.of("target/spark-home/jars").toAbsolutePath());
            for (String jar : classPath().split(File.pathSeparator, -1)) {
                Path link = jars.resolve(Path.of(jar).getFileName());
                if (!Files.exists(link)) {
                    Files.createSymbolicLink(link, Path.of(jar));
                }
            }
            return jars.getParent();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String classPath() throws IOException {
        return Files.readString(Path.of("target/spark.classpath")).strip();
    }

    /** What a command returned and wrote. */
    record Outcome(int exitCode, String out, String err) {
        /** Lines for the user. */
        List<String> messages() {
            return err.lines().filter(line -> line.startsWith("nalsm: ")).toList();
        }
    }

    /** Runs a command. */
    Outcome run(String master, String... arguments) {
        try {
            List<String> command = new ArrayList<>(
                    List.of(Path.of(System.getProperty("java.home"), "bin/java").toString(), "-Xmx1g"));
            command.addAll(jvmOptions());
            command.addAll(List.of("-cp", classPath(), "org.apache.spark.deploy.SparkSubmit", "--master", master));
            command.addAll(List.of("--class", "org.nalsm.spark.cli.Main"));
            conf.put("spark.executor.extraJavaOptions", String.join(" ", jvmOptions()));
            conf.forEach((key, value) -> command.addAll(List.of("--conf", key + "=" + value)));
            command.add(Path.of("target/nalsm-spark-jobs.jar").toAbsolutePath().toString());
            command.addAll(List.of(arguments));
            Path out = directory.resolve("out");
            Path err = directory.resolve("err");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(
                            Files.createDirectories(directory.resolve("work")).toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            boolean ended = process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            process.destroyForcibly();
            assertThat(ended)
                    .as(() -> "still running after %d s: %s".formatted(TIMEOUT_SECONDS, text(err)))
                    .isTrue();
            return new Outcome(process.exitValue(), text(out), text(err));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Those that the launcher gives, and more. */
    private List<String> jvmOptions() {
        List<String> options = new ArrayList<>(jvmOptions);
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> option.startsWith("--add-"))
                .forEach(options::add);
        return options;
    }
}
