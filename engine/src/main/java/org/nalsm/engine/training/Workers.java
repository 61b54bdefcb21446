package org.nalsm.engine.training;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * A few threads, the caller's among them, that share the parts of a loop. Which thread takes a part is left open, so a
 * part must write only what is its own; whoever adds up does it afterwards, in the order of the parts. Meant for parts of
 * a millisecond or more.
 */
public final class Workers implements AutoCloseable {
    private final ExecutorService others;
    private final int threads;

    /** @param threads how many work, the caller's included, at least 1 */
    public Workers(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("threads = " + threads + " must be at least 1");
        }
        this.threads = threads;
        this.others = Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "worker");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** How many work at once. */
    public int threads() {
        return threads;
    }

    /** Runs {@code body} for 0 to {@code parts - 1} and returns when all are done; rethrows a failure of one of them. */
    public void forEach(int parts, IntConsumer body) {
        AtomicInteger next = new AtomicInteger();
        Runnable share = () -> {
            for (int part = next.getAndIncrement(); part < parts; part = next.getAndIncrement()) {
                body.accept(part);
            }
        };
        List<Future<?>> helpers = new ArrayList<>();
        for (int t = 1; t < Math.min(threads, parts); t++) {
            helpers.add(others.submit(share));
        }
        try {
            share.run();
        } finally {
            // Also after a failure here: nobody may go on while a helper still writes.
            next.addAndGet(Integer.MAX_VALUE / 2);
            helpers.forEach(Workers::join);
        }
    }

    private static void join(Future<?> helper) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    helper.get();
                    return;
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw e.getCause() instanceof RuntimeException known
                            ? known
                            : new IllegalStateException(e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() {
        others.shutdown();
    }
}
