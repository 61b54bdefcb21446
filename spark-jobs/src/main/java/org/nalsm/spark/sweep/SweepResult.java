package org.nalsm.spark.sweep;

import java.util.List;
import java.util.Optional;
import org.nalsm.engine.UserException;
import org.nalsm.spark.table.SweepRow;
import org.nalsm.spark.table.TrialRow;
import org.nalsm.spark.table.TrialStatus;

/**
 * What a sweep leaves.
 *
 * @param row the sweep's row
 * @param trials its trials in the order of the sweep
 * @param mistake what a user can mend, if that is why a trial failed or was left in this attempt; the first one
 */
public record SweepResult(SweepRow row, List<TrialRow> trials, Optional<UserException> mistake) {
    /** The complete trials, the best first. */
    public Leaderboard leaderboard() {
        return Leaderboard.of(trials);
    }

    public List<TrialRow> failed() {
        return of(TrialStatus.FAILED);
    }

    /** Those that are still to be done, because something else than the trial went wrong. */
    public List<TrialRow> left() {
        return of(TrialStatus.PENDING);
    }

    private List<TrialRow> of(TrialStatus status) {
        return trials.stream().filter(trial -> trial.status() == status).toList();
    }
}
