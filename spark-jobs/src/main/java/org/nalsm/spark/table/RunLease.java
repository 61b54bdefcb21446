package org.nalsm.spark.table;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
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
 * Says that a driver writes a run, so that a second one keeps away: a small file beside the results, renewed every few
 * seconds and deleted at the end. The lease of a driver that was killed is taken over: at once where its process can be
 * seen to be gone, else when it has not been renewed for a while, by the reader's own clock. While the driver is at it the
 * file says how far the run is, for whoever watches.
 *
 * <p>A file system without atomic creation lets two drivers that start within the same moment both take it. Blocks and
 * tables appear whole all the same, and both would write the same rows.
 */
public final class RunLease implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RunLease.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration BEAT = Duration.ofSeconds(5);
    /** So many beats may be late before a driver counts as dead. */
    private static final int LATE_BEATS = 4;

    private final ResultsLayout layout;
    private final String runId;
    private final String owner = UUID.randomUUID().toString();
    private final String since = Instant.now().toString();
    private final ScheduledExecutorService beats;
    private Supplier<Optional<PhaseProgress>> progress = Optional::empty;
    private long beat;
    private boolean closed;

    /**
     * Whoever holds a lease.
     *
     * @param machine host, and where the system tells the namespace of its process numbers
     * @param beat grows while the owner lives
     */
    private record Holder(String owner, String machine, long process, String since, long beat) {
        private String describe() {
            return "process %d on %s since %s".formatted(process, machine.replaceAll(" .*", ""), since);
        }
    }

    /**
     * What a lease tells of a run without a look at its driver.
     *
     * @param renewedAt when the driver was last heard of, by the file system's clock
     * @param progress how far it was then; empty between phases
     */
    public record Sign(Instant renewedAt, Optional<PhaseProgress> progress) {}

    private RunLease(ResultsLayout layout, String runId) {
        this.layout = layout;
        this.runId = runId;
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
        holder(store, runId, every).ifPresent(holder -> {
            throw new UserException(
                    UserException.Kind.CANNOT_WRITE,
                    "run %s in %s is being written by %s; wait for it, or end that process"
                            .formatted(runId, store.root(), holder));
        });
        RunLease lease = new RunLease(store.layout(), runId);
        lease.renew();
        // renewQuietly logs what fails, and shutting the executor down ends the beats.
        var unused = lease.beats.scheduleAtFixedRate(
                lease::renewQuietly, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
        return lease;
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
                .map(Holder::describe);
    }

    private static boolean isAlive(ResultsLayout layout, String runId, Holder holder, Duration every) {
        if (holder.machine.equals(machine())) {
            return ProcessHandle.of(holder.process)
                    .flatMap(process -> process.info().startInstant())
                    .filter(start -> !start.isAfter(Instant.parse(holder.since)))
                    .isPresent();
        }
        LOG.info("Run {} has a lease of {}; waiting to see whether it is renewed", runId, holder.describe());
        for (int late = 0; late < LATE_BEATS; late++) {
            try {
                Thread.sleep(every.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return true;
            }
            Optional<Holder> now = read(layout, runId);
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

    /** What the lease of a run tells, if there is one. Waits for nothing and nobody. */
    public static Optional<Sign> sign(ResultsStore store, String runId) {
        ResultsLayout layout = store.layout();
        Path lease = layout.lease(runId);
        return layout.modified(lease)
                .flatMap(renewedAt -> readJson(layout, runId).map(node -> new Sign(renewedAt, progress(node))));
    }

    private static Optional<PhaseProgress> progress(JsonNode lease) {
        return Optional.of(lease.path("progress"))
                .filter(JsonNode::isObject)
                .map(node -> new PhaseProgress(
                        node.path("phase").asText(),
                        node.path("unit").asText(),
                        node.path("total").asLong(),
                        node.path("done_before").asLong(),
                        node.path("done").asLong(),
                        node.path("seconds").asDouble(),
                        node.path("remark").asText()));
    }

    private static void write(PhaseProgress far, ObjectNode into) {
        into.put("phase", far.phase())
                .put("unit", far.unit())
                .put("total", far.total())
                .put("done_before", far.doneBefore())
                .put("done", far.done())
                .put("seconds", far.seconds())
                .put("remark", far.remark());
    }

    private void renewQuietly() {
        try {
            renew();
        } catch (UserException e) {
            LOG.warn("The lease of run {} could not be renewed: {}", runId, e.getMessage());
        }
    }

    private synchronized void renew() {
        if (closed) {
            return; // this renewal had begun to wait when close() deleted the lease
        }
        Holder holder = new Holder(owner, machine(), ProcessHandle.current().pid(), since, beat++);
        ObjectNode lease = JSON.createObjectNode()
                .put("owner", holder.owner)
                .put("machine", holder.machine)
                .put("process", holder.process)
                .put("since", holder.since)
                .put("beat", holder.beat);
        progress.get().ifPresent(far -> write(far, lease.putObject("progress")));
        layout.writeText(layout.lease(runId), lease.toString());
    }

    private static Optional<Holder> read(ResultsLayout layout, String runId) {
        return readJson(layout, runId)
                .map(node -> new Holder(
                        node.path("owner").asText(),
                        node.path("machine").asText(),
                        node.path("process").asLong(),
                        node.path("since").asText(),
                        node.path("beat").asLong()));
    }

    private static Optional<JsonNode> readJson(ResultsLayout layout, String runId) {
        return layout.readText(layout.lease(runId)).flatMap(text -> {
            try {
                return Optional.of(JSON.readTree(text));
            } catch (JsonProcessingException e) {
                LOG.warn("The lease of run {} cannot be understood and counts as none: {}", runId, e.getMessage());
                return Optional.empty();
            }
        });
    }

    private static String machine() {
        String namespace;
        try {
            namespace = Files.readSymbolicLink(java.nio.file.Path.of("/proc/self/ns/pid"))
                    .toString();
        } catch (IOException | UnsupportedOperationException e) {
            namespace = "";
        }
        try {
            return (InetAddress.getLocalHost().getHostName() + " " + namespace).strip();
        } catch (IOException e) {
            return namespace;
        }
    }

    @Override
    public void close() {
        beats.shutdown(); // without an interrupt, which would end a renewal in the middle of its file
        synchronized (this) {
            closed = true;
            if (read(layout, runId).filter(holder -> holder.owner.equals(owner)).isPresent()) {
                layout.delete(layout.lease(runId));
            }
        }
    }
}
