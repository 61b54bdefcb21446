package org.nalsm.spark.tracking;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Tells the server of what has changed, on a thread of its own. While the server does not answer all of it is kept and tried
 * again now and then; what the server refuses is given up. The user reads one line about either.
 */
final class Outbox implements AutoCloseable {
    private static final long BETWEEN_ROUNDS_MS = 1000;
    private static final long AFTER_TROUBLE_MS = 30_000;
    private static final long AT_THE_END_MS = 12_000;

    private final MlflowServer server;
    private final String address;
    private final Consumer<String> warn;
    private final Set<MlflowRun> changed = new LinkedHashSet<>();
    private final Thread thread = new Thread(this::work, "mlflow");
    private boolean closing;
    private boolean warned;

    /** @param address of the server, for people */
    Outbox(MlflowServer server, String address, Consumer<String> warn) {
        this.server = server;
        this.address = address;
        this.warn = warn;
        thread.setDaemon(true);
        thread.start();
    }

    /** There is something new of a run. */
    synchronized void changed(MlflowRun run) {
        changed.add(run);
        notifyAll();
    }

    private void work() {
        try {
            boolean last = false;
            while (!last) {
                last = awaitChange();
                List<MlflowRun> runs = take();
                boolean reached = true;
                for (MlflowRun run : runs) {
                    reached = reached && tell(run);
                    if (!reached) {
                        changed(run);
                    }
                }
                if (!last) {
                    pause(reached ? BETWEEN_ROUNDS_MS : AFTER_TROUBLE_MS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            server.close();
        }
    }

    /** @return whether this is the last round */
    private synchronized boolean awaitChange() throws InterruptedException {
        while (changed.isEmpty() && !closing) {
            wait();
        }
        return closing;
    }

    private synchronized List<MlflowRun> take() {
        List<MlflowRun> runs = new ArrayList<>(changed);
        changed.clear();
        return runs;
    }

    /** Ends early at the end. */
    private synchronized void pause(long ms) throws InterruptedException {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ms);
        while (!closing && until > System.nanoTime()) {
            wait(Math.max(1, TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime())));
        }
    }

    /** @return false if the server cannot be reached */
    private boolean tell(MlflowRun run) {
        try {
            run.tell(server);
            return true;
        } catch (ServerTrouble e) {
            if (e.isRefusal()) {
                run.giveUp();
            }
            warn(
                    e.isRefusal()
                            ? "MLflow at %s refuses what it is told (%s); the work goes on, and is not all to be seen there"
                                    .formatted(address, e.getMessage())
                            : ("MLflow at %s cannot be told of the work (%s), which goes on; it will be when the server "
                                            + "answers again")
                                    .formatted(address, e.getMessage()));
            return e.isRefusal();
        } catch (RuntimeException e) { // a bug here, or an answer that the client does not understand
            run.giveUp();
            warn("MLflow at %s is not told of the work, which goes on: %s".formatted(address, e));
            return true;
        }
    }

    private void warn(String line) {
        if (!warned) {
            warned = true;
            warn.accept(line.replaceAll("\\s*\\R\\s*", " "));
        }
    }

    /** Sends what is left; does not wait long. */
    @Override
    public void close() {
        synchronized (this) {
            closing = true;
            notifyAll();
        }
        try {
            thread.join(AT_THE_END_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
