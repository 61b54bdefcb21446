package org.nalsm.spark.table;

import java.time.Instant;
import java.util.Optional;
import org.nalsm.spark.parquet.Column;
import org.nalsm.spark.parquet.Table;

/**
 * A row of {@code sweeps}; a file a row.
 *
 * @param status failed if the last attempt left a failed trial
 */
public record SweepRow(
        @Column("Sweep: s- and hexadecimal digits") String sweepId,

        @Column(value = "Name of the sweep, for people", nullable = true)
        String name,

        @Column("Configuration that all trials start from and how the sweep runs, as JSON")
        String config,

        @Column("running, stopped, complete or failed") RunStatus status,

        @Column(value = "Number of trials", name = "n_trials")
        int trials,

        @Column("Start of the sweep, UTC") Instant startedAt,
        @Column("End of the sweep, UTC; null while it runs") Optional<Instant> finishedAt) {

    public static final Table<SweepRow> TABLE = Table.of(SweepRow.class, "sweeps", "One row a sweep");

    /** The same sweep in another state. */
    public SweepRow with(RunStatus newStatus, Optional<Instant> newFinishedAt) {
        return new SweepRow(sweepId, name, config, newStatus, trials, startedAt, newFinishedAt);
    }

    /** The same sweep of so many trials. */
    public SweepRow of(int newTrials) {
        return new SweepRow(sweepId, name, config, status, newTrials, startedAt, finishedAt);
    }
}
