package org.nalsm.spark.table;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How a run or a sweep stands.
 *
 * @param status the word in its row; {@link #LOST} for a running one whose driver is silent
 * @param progress how far the phase of a run is; empty of one that does not run, and between phases
 */
public record Standing(String status, Optional<PhaseProgress> progress) {
    /** Of what its row calls running. */
    public static final String LOST = "lost";
    /** A dozen renewals of its lease may be late: clocks of file systems are not those of readers. */
    private static final Duration SILENCE = Duration.ofSeconds(60);

    /** Looks at the run's lease where its row says that it runs. */
    public static Standing of(RunRow run, ResultsStore store) {
        return of(run.status(), run.runId(), store);
    }

    /** Looks at the sweep's lease where its row says that it runs. */
    public static Standing of(SweepRow sweep, ResultsStore store) {
        return of(sweep.status(), sweep.sweepId(), store);
    }

    private static Standing of(RunStatus status, String id, ResultsStore store) {
        if (status != RunStatus.RUNNING) {
            return new Standing(status.word(), Optional.empty());
        }
        Optional<RunLease.Sign> sign = RunLease.sign(store, id)
                .filter(found -> found.renewedAt().isAfter(Instant.now().minus(SILENCE)));
        return sign.isPresent()
                ? new Standing(status.word(), sign.get().progress())
                : new Standing(LOST, Optional.empty());
    }

    /** Whether it runs, and its driver is heard of. */
    public boolean isAlive() {
        return status.equals(RunStatus.RUNNING.word());
    }
}
