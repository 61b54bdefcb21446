package org.nalsm.spark.table;

import java.time.Instant;
import java.util.Optional;

/**
 * A row of {@code sweeps}.
 *
 * @param sweepId s- and a hash of what the sweep consists of
 * @param name for people
 * @param status failed if the last attempt left a failed trial
 * @param config the configuration that all trials start from and how the sweep runs, as JSON
 * @param trials number of trials
 */
public record SweepRow(
        String sweepId,
        String name,
        RunStatus status,
        String config,
        int trials,
        Instant startedAt,
        Optional<Instant> finishedAt)
        implements TableRow {

    /** The same sweep in another state. */
    public SweepRow with(RunStatus newStatus, Optional<Instant> newFinishedAt) {
        return new SweepRow(sweepId, name, newStatus, config, trials, startedAt, newFinishedAt);
    }

    @Override
    public Object[] values() {
        return new Object[] {sweepId, name, config, status.word(), trials, startedAt, finishedAt.orElse(null)};
    }

    /** The next row of a file of {@code sweeps}, opened with all of its columns. */
    static SweepRow read(RowReader row) {
        return new SweepRow(
                row.string("sweep_id"),
                row.optionalString("name").orElse(""),
                RunStatus.of(row.string("status")),
                row.string("config"),
                row.intAt("n_trials"),
                row.instant("started_at").orElseThrow(),
                row.instant("finished_at"));
    }
}
