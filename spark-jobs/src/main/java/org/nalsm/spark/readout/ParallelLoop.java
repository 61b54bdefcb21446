package org.nalsm.spark.readout;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs the parts of a loop on a few threads, the caller's among them. Which thread runs a part is left
 * open, so a part must write only what is its own. While a loop is open BLAS is single-threaded.
 *
 * <p>A batch of Adadelta takes a fraction of a millisecond, less than it takes to wake a sleeping thread:
 * helpers therefore spin for a moment before they go to sleep.
 */
final class ParallelLoop implements AutoCloseable {
    private static final long SPIN_NANOS = 2_000_000;
    private static final int SPINS_BETWEEN_YIELDS = 512;

    private final List<Helper> helpers = new ArrayList<>();
    private final BlasThreads blas = BlasThreads.single();
    private volatile @Nullable Round round;
    private volatile boolean closed;

    ParallelLoop(int threads) {
        for (int t = 1; t < threads; t++) {
            Helper helper = new Helper();
            helpers.add(helper);
            helper.start();
        }
    }

    /** Runs {@code body} for 0 to {@code parts - 1} and returns when all are done, also after a failure. */
    void forEach(int parts, IntConsumer body) {
        Round now = new Round(parts, body);
        if (parts > 1) {
            round = now;
            helpers.forEach(Helper::wake);
        }
        now.work();
        for (int spins = 1; now.finished.get() < parts; spins++) {
            spin(spins);
        }
        if (now.failure != null) {
            throw new IllegalStateException("a part of the readout failed", now.failure);
        }
    }

    /** Now and then the core is offered to others: where trials share it, the thread waited for may need it. */
    @SuppressWarnings("ThreadPriorityCheck") // nothing depends on what the scheduler makes of it
    private static void spin(int spins) {
        if (spins % SPINS_BETWEEN_YIELDS == 0) {
            Thread.yield();
        } else {
            Thread.onSpinWait();
        }
    }

    @Override
    public void close() {
        closed = true;
        helpers.forEach(LockSupport::unpark);
        blas.close();
    }

    /** One call of {@link #forEach}. */
    private static final class Round {
        private final int parts;
        private final IntConsumer body;
        private final AtomicInteger next = new AtomicInteger();
        private final AtomicInteger finished = new AtomicInteger();
        private volatile @Nullable Throwable failure;

        Round(int parts, IntConsumer body) {
            this.parts = parts;
            this.body = body;
        }

        void work() {
            for (int part = next.getAndIncrement(); part < parts; part = next.getAndIncrement()) {
                try {
                    body.accept(part);
                } catch (RuntimeException | Error e) {
                    failure = e;
                } finally {
                    finished.getAndIncrement();
                }
            }
        }
    }

    private final class Helper extends Thread {
        private volatile boolean asleep;

        Helper() {
            super("readout");
            setDaemon(true);
        }

        void wake() {
            if (asleep) {
                LockSupport.unpark(this);
            }
        }

        @Override
        public void run() {
            Round last = null;
            while (!closed) {
                Round now = await(last);
                if (now != null) {
                    now.work();
                }
                last = now;
            }
        }

        /** The next round; the last one, or null at first, if the loop was closed. */
        private @Nullable Round await(@Nullable Round last) {
            long start = System.nanoTime();
            for (int spins = 1; round == last && !closed; spins++) {
                if (System.nanoTime() - start < SPIN_NANOS) {
                    spin(spins);
                } else {
                    asleep = true;
                    // Whoever set a round before it could see that this thread sleeps is seen here.
                    if (round == last && !closed) {
                        LockSupport.park(this);
                    }
                    asleep = false;
                }
            }
            return round;
        }
    }
}
