package org.nalsm.spark.benchmark;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.nalsm.engine.UserException;

/**
 * Measures every variant in a Java virtual machine of its own that is like this one: the same Java, options and classes.
 * Variant and result change hands in a file; what is written there on either stream goes to standard error here.
 */
public final class OwnJvm implements VariantRunner {
    private final PrintStream err;
    private @Nullable Process running;
    private boolean stopped;

    /** @param err where to write what the others write */
    public OwnJvm(PrintStream err) {
        this.err = err;
    }

    @Override
    public VariantResult run(Variant variant) {
        try {
            Path file = Files.createTempFile("nalsm-benchmark-", ".tmp");
            try {
                HandOver.write(file, variant);
                int exitCode = run(file);
                if (exitCode != 0) {
                    throw new IllegalStateException("the Java virtual machine of " + variant.name()
                            + " ended with exit code " + exitCode + "; what it wrote stands above");
                }
                return result(HandOver.read(file));
            } finally {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UserException(
                    UserException.Kind.CANNOT_WRITE,
                    "cannot measure " + variant.name() + " in a Java virtual machine of its own, with a file in "
                            + System.getProperty("java.io.tmpdir") + ": " + e.getMessage(),
                    e);
        }
    }

    private static VariantResult result(Object outcome) {
        if (outcome instanceof UserException failure) {
            throw failure;
        }
        return (VariantResult) outcome;
    }

    private int run(Path file) throws IOException {
        Process process = start(file);
        try (BufferedReader output = process.inputReader()) {
            output.lines().forEach(err::println);
            return process.waitFor();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } finally {
            process.destroyForcibly();
        }
    }

    private synchronized Process start(Path file) throws IOException {
        if (stopped) {
            throw new IllegalStateException("the benchmark was stopped");
        }
        running = new ProcessBuilder(JvmCommand.likeThis(VariantMain.class, file.toString()))
                .redirectErrorStream(true)
                .start();
        return running;
    }

    @Override
    public synchronized void stop() {
        stopped = true;
        if (running != null) {
            // By its handle, which leaves the streams to the thread that reads them.
            running.toHandle().destroyForcibly();
        }
    }
}
