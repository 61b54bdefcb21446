package org.nalsm.spark.readout;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * Runs the parts of a loop on a few threads, the caller's among them. Which thread runs a part is left
 * open, so a part must write only what is its own. While a loop is open BLAS is single-threaded.
 */
final class ParallelLoop implements AutoCloseable {
    private final int threads;
    private final ExecutorService helpers;
    private final BlasThreads blas = BlasThreads.single();

    ParallelLoop(int threads) {
        this.threads = threads;
        helpers = Executors.newFixedThreadPool(Math.max(threads - 1, 1), body -> {
            Thread thread = new Thread(body, "readout");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Runs {@code body} for 0 to {@code parts - 1} and returns when all are done. */
    void forEach(int parts, IntConsumer body) {
        AtomicInteger next = new AtomicInteger();
        Runnable work = () -> {
            for (int part = next.getAndIncrement(); part < parts; part = next.getAndIncrement()) {
                body.accept(part);
            }
        };
        List<Future<?>> running = new ArrayList<>();
        for (int t = 1; t < Math.min(threads, parts); t++) {
            running.add(helpers.submit(work));
        }
        try {
            work.run();
        } finally {
            // Also after a failure: nobody may free memory that a helper still reads.
            awaitAll(running);
        }
    }

    private static void awaitAll(List<Future<?>> running) {
        boolean interrupted = false;
        Throwable failure = null;
        for (Future<?> future : running) {
            for (boolean done = false; !done; ) {
                try {
                    future.get();
                    done = true;
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    failure = e.getCause();
                    done = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the readout was interrupted");
        }
        if (failure != null) {
            throw new IllegalStateException("a part of the readout failed", failure);
        }
    }

    @Override
    public void close() {
        helpers.shutdownNow();
        blas.close();
    }
}
