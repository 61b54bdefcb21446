package org.nalsm.spark.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nalsm.spark.faults.Waiting.until;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.nalsm.spark.cli.SubmittedNalsm;

/** A server of the S3 protocol, a process of its own, that keeps objects as files and creates them under conditions. */
final class S3Store implements AutoCloseable {
    static final String SECRET_KEY = "a-secret-key-of-the-tests";
    private static final String ACCESS_KEY = "tester";
    private static final String BUCKET = "results";

    private final Path directory;
    private final int port = StandaloneCluster.freePort();
    private final Process server;

    /** @param directory for its files, empty */
    S3Store(Path directory) {
        this.directory = directory;
        try {
            Files.createDirectories(directory.resolve("data").resolve(BUCKET));
            Path properties = Files.writeString(directory.resolve("s3proxy.properties"), """
                    s3proxy.endpoint=http://127.0.0.1:%d
                    s3proxy.authorization=aws-v4
                    s3proxy.identity=%s
                    s3proxy.credential=%s
                    jclouds.provider=filesystem-nio2
                    jclouds.filesystem.basedir=%s
                    """.formatted(
                            port, ACCESS_KEY, SECRET_KEY, directory.resolve("data")));
            server = new ProcessBuilder(
                            SubmittedNalsm.java(),
                            "-Xmx256m",
                            // To a file, as it hands on to the logger what is written to standard error.
                            "-Dorg.slf4j.simpleLogger.logFile=" + directory.resolve("s3proxy.log"),
                            "-cp",
                            Files.readString(Path.of("target/s3.classpath")).strip(),
                            "org.gaul.s3proxy.Main",
                            "--properties",
                            properties.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("out.log").toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        until("the S3 server answers or fails", () -> answers() || !server.isAlive());
        assertThat(server.isAlive())
                .as("see " + directory.resolve("s3proxy.log"))
                .isTrue();
    }

    private boolean answers() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Where Hadoop finds it, and what proves that it may. */
    Map<String, String> settings() {
        return Map.of(
                "fs.s3a.endpoint",
                "http://127.0.0.1:" + port,
                "fs.s3a.endpoint.region",
                "us-east-1",
                "fs.s3a.path.style.access",
                "true",
                "fs.s3a.access.key",
                ACCESS_KEY,
                "fs.s3a.secret.key",
                SECRET_KEY);
    }

    /** The jars that make Spark know S3, which {@code --packages org.apache.hadoop:hadoop-aws:VERSION} would fetch. */
    static String clientJars() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(jar -> Path.of(jar).getFileName().toString().startsWith("hadoop-aws-")
                        || jar.contains("/software/amazon/")
                        || jar.contains("/org/reactivestreams/")
                        || jar.contains("/org/apache/httpcomponents/")
                        || jar.contains("/commons-logging/"))
                .collect(Collectors.joining(","));
    }

    /** The URI of something in the bucket. */
    static String uri(String key) {
        return "s3a://" + BUCKET + "/" + key;
    }

    /** The file that holds it. */
    Path file(String key) {
        return directory.resolve("data").resolve(BUCKET).resolve(key);
    }

    @Override
    public void close() {
        server.destroyForcibly();
        server.onExit().join();
    }
}
