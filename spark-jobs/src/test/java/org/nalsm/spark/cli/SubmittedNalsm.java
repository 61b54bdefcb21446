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
public final class SubmittedNalsm {
    private static final long TIMEOUT_SECONDS = 600;

    private final Path directory;
    private final Map<String, String> conf = new HashMap<>();
    private final Map<String, String> environment = new HashMap<>();
    private final List<String> jvmOptions = new ArrayList<>();
    private final List<String> options = new ArrayList<>();

    /** @param directory for its files, empty */
    public SubmittedNalsm(Path directory) {
        this.directory = directory;
        conf.put("spark.ui.enabled", "false");
        conf.put("spark.executor.heartbeatInterval", "1s");
        environment.putAll(sparkEnvironment());
    }

    /** What processes of Spark need to start others. */
    public static Map<String, String> sparkEnvironment() {
        return Map.of(
                "SPARK_HOME", sparkHome().toString(), "SPARK_SCALA_VERSION", "2.13", "SPARK_LOCAL_IP", "127.0.0.1");
    }

    /** An option of spark-submit, with its value if it takes one. */
    public SubmittedNalsm option(String... nameAndValue) {
        options.addAll(List.of(nameAndValue));
        return this;
    }

    /** The driver runs in a worker, which has the driver's libraries where this machine has them. */
    public SubmittedNalsm inCluster() {
        option("--deploy-mode", "cluster");
        conf("spark.driver.extraClassPath", jar("nalsm-driver-libs").toString());
        conf("spark.driver.extraJavaOptions", String.join(" ", jvmOptions()));
        conf("spark.driver.memory", "1g");
        return conf("spark.standalone.submit.waitAppCompletion", "true");
    }

    /** A setting of Spark. */
    public SubmittedNalsm conf(String key, String value) {
        conf.put(key, value);
        return this;
    }

    /** An option of the driver's and the executors' Java virtual machines. */
    public SubmittedNalsm jvmOption(String option) {
        jvmOptions.add(option);
        return this;
    }

    /** A variable of the driver's, and, where Spark hands them on, its executors' environment. */
    public SubmittedNalsm environment(String name, String value) {
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

    /** Spark's jars. */
    public static String classPath() throws IOException {
        return Files.readString(Path.of("target/spark.classpath")).strip();
    }

    private static Path jar(String name) {
        return Path.of("target/" + name + ".jar").toAbsolutePath();
    }

    /** The Java that runs this. */
    public static String java() {
        return Path.of(System.getProperty("java.home"), "bin/java").toString();
    }

    /** What a command returned and wrote. */
    public record Outcome(int exitCode, String out, String err) {
        /** Lines for the user. */
        public List<String> messages() {
            return err.lines().filter(line -> line.startsWith("nalsm: ")).toList();
        }
    }

    /** A command on its way. */
    public record Running(Process process, Path out, Path err) {
        /** What it wrote for the user so far. */
        public String said() {
            return text(err);
        }

        /** Ends it without notice, as a machine that fails does. */
        public void kill() {
            process.destroyForcibly();
            await();
        }

        /** Waits for its end. */
        public Outcome await() {
            try {
                boolean ended = process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS);
                process.destroyForcibly();
                assertThat(ended)
                        .as(() -> "still running after %d s: %s".formatted(TIMEOUT_SECONDS, said()))
                        .isTrue();
                return new Outcome(process.exitValue(), text(out), said());
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Runs a command. */
    public Outcome run(String master, String... arguments) {
        return start(master, arguments).await();
    }

    /** Starts a command. */
    public Running start(String master, String... arguments) {
        try {
            List<String> command = new ArrayList<>(List.of(java(), "-Xmx1g"));
            command.addAll(jvmOptions());
            command.addAll(List.of("-cp", classPath(), "org.apache.spark.deploy.SparkSubmit", "--master", master));
            command.addAll(List.of("--class", "org.nalsm.spark.cli.Main"));
            command.addAll(options);
            conf.put("spark.executor.extraJavaOptions", String.join(" ", jvmOptions()));
            conf.forEach((key, value) -> command.addAll(List.of("--conf", key + "=" + value)));
            command.add(jar("nalsm-spark-jobs").toString());
            command.addAll(List.of(arguments));
            Path out = Files.createTempFile(directory, "out", "");
            Path err = Files.createTempFile(directory, "err", "");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(
                            Files.createDirectories(directory.resolve("work")).toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment().putAll(environment);
            return new Running(builder.start(), out, err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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
