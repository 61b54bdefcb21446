package org.nalsm.spark.cli.console;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.hadoop.util.ShutdownHookManager;
import org.nalsm.engine.UserException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens when Ctrl-C or SIGTERM ends a command that can go on later: the job learns of it, and the user reads one
 * line. Spark then takes the job away under the main thread, whose failure is none.
 */
public final class Interruption implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Interruption.class);
    /** Before Spark's own hook, which ends the running jobs. */
    private static final int BEFORE_SPARK_STOPS = 100;

    private final Runnable stop;
    private final String message;
    private final Consumer<String> warn;
    private final Runnable hook = this::interrupt;
    private volatile boolean stopping;

    /**
     * @param stop tells the job
     * @param message the line for the user
     * @param warn shows it, such as {@link Console#warn}
     */
    public Interruption(Runnable stop, String message, Consumer<String> warn) {
        this.stop = stop;
        this.message = message;
        this.warn = warn;
        ShutdownHookManager.get().addShutdownHook(hook, BEFORE_SPARK_STOPS);
    }

    /** What the hook does. */
    void interrupt() {
        stopping = true;
        String problem = "";
        try {
            stop.run();
        } catch (UserException e) {
            problem = " (" + e.getMessage() + ")";
        }
        warn.accept(message + problem);
    }

    /** What the work returns; empty if it was interrupted meanwhile, whatever it did then. */
    public <T> Optional<T> unlessStopped(Supplier<T> work) {
        try {
            T result = work.get();
            return stopping ? Optional.empty() : Optional.of(result);
        } catch (Exception e) { // Spark's own exceptions are checked ones that no signature declares.
            if (stopping) {
                LOG.debug("failed because it was stopped", e);
                return Optional.empty();
            }
            throw e;
        }
    }

    @Override
    public void close() {
        if (!ShutdownHookManager.get().isShutdownInProgress()) {
            ShutdownHookManager.get().removeShutdownHook(hook);
        }
    }
}
