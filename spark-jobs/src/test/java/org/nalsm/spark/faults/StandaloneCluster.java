package org.nalsm.spark.faults;

import static org.nalsm.spark.faults.Waiting.until;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.nalsm.spark.cli.SubmittedNalsm;

/** Spark's standalone master and workers, a process each. */
final class StandaloneCluster implements AutoCloseable {
    private static final String EXECUTOR = "CoarseGrainedExecutorBackend";

    private final Path directory;
    private final int port;
    private final int cores;
    private final Process master;
    private final List<Process> workers = new ArrayList<>();

    /**
     * Starts them.
     *
     * @param directory for logs and what workers keep, empty
     * @param cores of each worker
     */
    StandaloneCluster(Path directory, int workers, int cores) {
        this.directory = directory;
        this.cores = cores;
        this.port = freePort();
        this.master = start(
                "master",
                "org.apache.spark.deploy.master.Master",
                Map.of(),
                "--host",
                "127.0.0.1",
                "--port",
                Integer.toString(port),
                "--webui-port",
                "0");
        until("the master answers", () -> log("master").contains("I have been elected leader"));
        for (int k = 0; k < workers; k++) {
            addWorker(Map.of());
        }
        untilRegistered();
    }

    /** What spark-submit is given. */
    String url() {
        return "spark://127.0.0.1:" + port;
    }

    /** Starts another worker, with variables of its environment. */
    void addWorker(Map<String, String> environment) {
        String name = "worker-" + workers.size();
        workers.add(start(
                name,
                "org.apache.spark.deploy.worker.Worker",
                environment,
                "--host",
                "127.0.0.1",
                "--webui-port",
                "0",
                "--cores",
                Integer.toString(cores),
                "--memory",
                "4g",
                "--work-dir",
                workDirectory(name).toString(),
                url()));
    }

    void untilRegistered() {
        until("workers register", () -> log("master").split("Registering worker", -1).length - 1 == workers.size());
    }

    Process worker(int index) {
        return workers.get(index);
    }

    /** The executors that run now. */
    List<ProcessHandle> executors() {
        return children(EXECUTOR);
    }

    /** The drivers that run in workers now. */
    List<ProcessHandle> drivers() {
        return children("DriverWrapper");
    }

    private List<ProcessHandle> children(String mainClass) {
        return workers.stream()
                .flatMap(Process::children)
                .filter(ProcessHandle::isAlive)
                .filter(child -> commandLine(child).contains(mainClass))
                .toList();
    }

    /** Java's own view of it is cut off after the class path. */
    private static String commandLine(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"));
        } catch (IOException e) {
            return ""; // gone meanwhile
        }
    }

    /** All that drivers in workers wrote to standard error. */
    String saidByDrivers() {
        StringBuilder text = new StringBuilder();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(
                            f -> f.endsWith("stderr") && f.toString().contains("/driver-"))
                    .toList()) {
                text.append(Files.readString(file));
            }
            return text.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path workDirectory(String worker) {
        return directory.resolve(worker);
    }

    String log(String name) {
        try {
            return Files.readString(directory.resolve(name + ".log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Process start(String name, String mainClass, Map<String, String> environment, String... arguments) {
        try {
            List<String> command = new ArrayList<>(
                    List.of(SubmittedNalsm.java(), "-Xmx512m", "-cp", SubmittedNalsm.classPath(), mainClass));
            command.addAll(List.of(arguments));
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(Files.createDirectories(workDirectory(name)).toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve(name + ".log").toFile());
            builder.environment().putAll(SubmittedNalsm.sparkEnvironment());
            builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
            builder.environment().putAll(environment);
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A port of this machine that nobody listens to. */
    static int freePort() {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        Stream.concat(workers.stream(), Stream.of(master)).forEach(process -> {
            List<ProcessHandle> below = process.descendants().toList();
            process.destroyForcibly();
            below.forEach(ProcessHandle::destroyForcibly);
            process.onExit().join(); // else files appear in a directory that is being deleted
            below.forEach(handle -> handle.onExit().join());
        });
    }
}
