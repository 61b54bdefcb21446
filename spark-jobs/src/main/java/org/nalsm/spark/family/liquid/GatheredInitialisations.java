package org.nalsm.spark.family.liquid;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.nalsm.spark.run.LockstepJob;
import org.nalsm.spark.run.Progress;
import org.nalsm.spark.run.RunContext;

/**
 * The initialisations that runs of one driver want of GPUs: what is wanted at about the same time is one job, as a GPU
 * initialises many liquids in the time of one. The results do not depend on who meets whom.
 */
final class GatheredInitialisations {
    private static final long NANOS_PER_MILLI = 1_000_000;
    /** How long the first one waits for others, ms. */
    private static final long PATIENCE_MS = 2000;

    private final List<Request> waiting = new ArrayList<>();
    private boolean led;

    private record Request(
            RunContext context, Snapshots snapshots, CompletableFuture<GpuSnapshots.Initialised> result) {}

    /**
     * Initialises a liquid together with those that others ask for meanwhile.
     *
     * @param checkpointEvery snapshots between two stored states
     */
    GpuSnapshots.Initialised initialise(
            RunContext context, Snapshots snapshots, int checkpointEvery, Progress progress) {
        Request request = new Request(context, snapshots, new CompletableFuture<>());
        if (add(request)) {
            run(gather(context.shared().runsAtOnce()), checkpointEvery, progress);
        }
        try {
            return request.result.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    /** Whether this is the first one, who does the job. */
    private synchronized boolean add(Request request) {
        waiting.add(request);
        notifyAll();
        boolean first = !led;
        led = true;
        return first;
    }

    private synchronized List<Request> gather(int expected) {
        long end = System.nanoTime() + PATIENCE_MS * NANOS_PER_MILLI;
        try {
            for (long left = PATIENCE_MS; waiting.size() < expected && left > 0; ) {
                wait(left);
                left = (end - System.nanoTime()) / NANOS_PER_MILLI;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // The job will not start, which everybody is told.
        }
        List<Request> group = List.copyOf(waiting);
        waiting.clear();
        led = false;
        return group;
    }

    /** Runs go together that agree in how long a snapshot is. */
    private static void run(List<Request> group, int checkpointEvery, Progress progress) {
        group.stream()
                .map(request -> request.snapshots.snapshotMs())
                .distinct()
                .forEach(snapshotMs -> runAlike(
                        group.stream()
                                .filter(request -> request.snapshots.snapshotMs() == snapshotMs)
                                .toList(),
                        checkpointEvery,
                        progress));
    }

    private static void runAlike(List<Request> group, int checkpointEvery, Progress progress) {
        RunContext context = group.get(0).context;
        BackendChoice backend = group.get(0).snapshots.backend();
        try {
            List<GpuSnapshots.Initialised> results = new LockstepJob<>(
                            context.spark(),
                            context.store(),
                            group.stream()
                                    .map(request -> request.context.experiment().runId())
                                    .toList(),
                            InitialisationPhase.NAME,
                            new GpuSnapshots(
                                    group.stream().map(Request::snapshots).toList()),
                            checkpointEvery,
                            backend.resources(context.spark()))
                    .run(
                            group.size() == 1 ? "initialise liquid" : "initialise " + group.size() + " liquids",
                            "snapshots",
                            progress);
            for (int k = 0; k < group.size(); k++) {
                group.get(k).result.complete(results.get(k));
            }
        } catch (Exception e) { // Spark's own exceptions are checked ones that no signature declares.
            group.forEach(request -> request.result.completeExceptionally(e));
        }
    }
}
