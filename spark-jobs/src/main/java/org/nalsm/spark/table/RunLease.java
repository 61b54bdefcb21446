package org.nalsm.spark.table;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.hadoop.fs.Path;
import org.nalsm.engine.UserException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says that a driver writes a run, or runs a sweep, so that a second one keeps away: a small file beside the results, renewed every few
 * seconds and deleted at the end. The lease of a driver that was killed is taken over: at once where its process can be
 * seen to be gone, else when it has not been renewed for a while, by the reader's own monotonic clock. While the driver is at
 * it the file says how far the run is, for whoever watches.
 *
 * <p>Whoever takes a run over does not touch the dead driver's file but creates the next one, and only one can: a file is
 * created whole and once (see {@link org.nalsm.spark.parquet.PendingFile}). A driver that only seemed dead notices the next
 * file and stops. On a store that neither renames in one step nor creates under a condition, two drivers that start within
 * the same moment may both take a lease; blocks and tables appear whole all the same, and both write the same rows.
 */
public final class RunLease implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RunLease.class);
    private static final Duration BEAT = Duration.ofSeconds(5);
    /** So many beats may be late before a driver counts as dead. */
    private static final int LATE_BEATS = 4;

    private final ResultsLayout layout;
    private final String runId;
    private final int turn;
    private final ScheduledExecutorService beats;
    private Supplier<Optional<PhaseProgress>> progress = Optional::empty;
    private LeaseHolder own = LeaseHolder.here(UUID.randomUUID().toString());
    private boolean closed;
    private boolean lost;

    /**
     * What a lease tells of a run without a look at its driver.
     *
     * @param renewedAt when the driver was last heard of, by the file system's clock
     * @param progress how far it was then; empty between phases
     */
    public record Sign(Instant renewedAt, Optional<PhaseProgress> progress) {}

    private RunLease(ResultsLayout layout, String runId, int turn) {
        this.layout = layout;
        this.runId = runId;
        this.turn = turn;
        this.beats = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "lease of " + runId);
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Takes the lease of a run. May wait some twenty seconds to see whether a driver on another machine lives.
     *
     * @throws UserException CANNOT_WRITE if another driver writes the run, or the file system refuses
     */
    public static RunLease take(ResultsStore store, String runId) {
        return take(store, runId, BEAT);
    }

    /** @param every how often leases are renewed, this one and another machine's */
    static RunLease take(ResultsStore store, String runId, Duration every) {
        while (true) {
            List<Integer> turns = store.layout().leaseTurns(runId);
            holder(store, runId, every).ifPresent(holder -> {
                throw new UserException(
                        UserException.Kind.CANNOT_WRITE,
                        "%s in %s is being written by %s; wait for it, or end that process"
                                .formatted(what(runId), store.root(), holder));
            });
            int next = turns.isEmpty() ? 0 : turns.get(turns.size() - 1) + 1;
            RunLease lease = new RunLease(store.layout(), runId, next);
            if (lease.claim()) {
                turns.forEach(earlier -> store.layout().delete(store.layout().lease(runId, earlier)));
                // renewQuietly logs what fails, and shutting the executor down ends the beats.
                var unused = lease.beats.scheduleAtFixedRate(
                        lease::renewQuietly, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
                return lease;
            }
            lease.beats.shutdown(); // another driver was faster, and is asked about in the next round
        }
    }

    /**
     * The living driver that writes a run, in words.
     *
     * @throws UserException as {@link #take}, but for the driver
     */
    public static Optional<String> holder(ResultsStore store, String runId) {
        return holder(store, runId, BEAT);
    }

    private static Optional<String> holder(ResultsStore store, String runId, Duration every) {
        return read(store.layout(), runId)
                .filter(holder -> isAlive(store.layout(), runId, holder, every))
                .map(LeaseHolder::describe);
    }

    private static boolean isAlive(ResultsLayout layout, String runId, LeaseHolder holder, Duration every) {
        if (holder.isOfThisMachine()) {
            return holder.runs();
        }
        LOG.info("Run {} has a lease of {}; waiting to see whether it is renewed", runId, holder.describe());
        for (int late = 0; late < LATE_BEATS; late++) {
            try {
                Thread.sleep(every.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return true;
            }
            Optional<LeaseHolder> now = read(layout, runId);
            if (now.isEmpty() || !now.get().equals(holder)) {
                return now.isPresent();
            }
        }
        return false;
    }

    /** From now on the lease says how far the run is; asked at every renewal. */
    public synchronized void showing(Supplier<Optional<PhaseProgress>> howFar) {
        progress = howFar;
    }

    /**
     * What the newest lease of a run tells, if there is one; nothing where its driver was a process of this machine and is
     * gone. Waits for nothing and nobody.
     */
    public static Optional<Sign> sign(ResultsStore store, String runId) {
        ResultsLayout layout = store.layout();
        return newest(layout, runId)
                .flatMap(lease -> layout.modified(lease)
                        .flatMap(renewedAt -> layout.readText(lease)
                                .filter(text -> LeaseHolder.parse(runId, text)
                                        .filter(holder -> !holder.isOfThisMachine() || holder.runs())
                                        .isPresent())
                                .flatMap(text -> LeaseHolder.json(runId, text))
                                .map(json -> new Sign(renewedAt, PhaseProgress.parse(json.path("progress"))))));
    }

    private static Optional<Path> newest(ResultsLayout layout, String runId) {
        List<Integer> turns = layout.leaseTurns(runId);
        return turns.isEmpty() ? Optional.empty() : Optional.of(layout.lease(runId, turns.get(turns.size() - 1)));
    }

    /** The holder of the newest lease; none if that cannot be understood. */
    private static Optional<LeaseHolder> read(ResultsLayout layout, String runId) {
        return newest(layout, runId).flatMap(layout::readText).flatMap(text -> LeaseHolder.parse(runId, text));
    }

    /**
     * Whether the run still is this driver's. Another one takes it over when this one has not been heard of for a while, as
     * when its machine was suspended.
     *
     * @throws UserException CANNOT_WRITE if it is another's now, who goes on with it
     */
    public synchronized void requireHeld() {
        lost = lost || isTakenOver();
        if (lost) {
            throw new UserException(
                    UserException.Kind.CANNOT_WRITE,
                    ("%s was not renewed by this driver for a while and was taken over by another one, which goes on"
                                    + " with it; nothing is to be done here")
                            .formatted(what(runId)));
        }
    }

    private static String what(String id) {
        return (id.startsWith("s-") ? "sweep " : "run ") + id;
    }

    /** Whether {@link #requireHeld} or a renewal found that the run is another driver's. */
    public synchronized boolean isLost() {
        return lost;
    }

    private boolean isTakenOver() {
        return layout.leaseTurns(runId).stream().anyMatch(other -> other > turn);
    }

    private boolean claim() {
        return layout.writeTextOnce(layout.lease(runId, turn), own.json().toString());
    }

    private void renewQuietly() {
        try {
            renew();
        } catch (UserException e) {
            LOG.warn("The lease of run {} could not be renewed: {}", runId, e.getMessage());
        }
    }

    private synchronized void renew() {
        if (closed || lost) {
            return; // closed: this renewal had begun to wait when close() deleted the lease
        }
        lost = isTakenOver();
        if (!lost) {
            own = own.next();
            ObjectNode json = own.json();
            progress.get().ifPresent(far -> json.set("progress", far.json()));
            layout.writeText(layout.lease(runId, turn), json.toString());
        }
    }

    @Override
    public void close() {
        beats.shutdown(); // without an interrupt, which would end a renewal in the middle of its file
        synchronized (this) {
            closed = true;
            layout.delete(layout.lease(runId, turn));
        }
    }
}
