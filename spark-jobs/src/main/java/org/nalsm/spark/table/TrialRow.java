package org.nalsm.spark.table;

import java.util.Optional;
import java.util.SortedMap;

/**
 * A row of {@code trials}. A double that is not known (yet) is NaN and stored as null.
 *
 * @param trialId t- and a hash of the parameters
 * @param runId the trial's run, once its configuration is known to be valid
 * @param parameters configuration key to value, as JSON
 * @param error what went wrong, for a failed trial
 * @param validAccuracy validation accuracy at the chosen epoch, 0 to 1; likewise the test accuracy
 * @param branchingFactor mean over the recorded test samples, ratio
 * @param seconds wall time of the trial, s
 */
public record TrialRow(
        String trialId,
        Optional<String> runId,
        SortedMap<String, String> parameters,
        TrialStatus status,
        Optional<String> error,
        double validAccuracy,
        double testAccuracy,
        double branchingFactor,
        double seconds)
        implements TableRow {

    @Override
    public Object[] values() {
        return new Object[] {
            trialId,
            runId.orElse(null),
            parameters,
            status.word(),
            error.orElse(null),
            RunRow.known(validAccuracy),
            RunRow.known(testAccuracy),
            RunRow.known(branchingFactor),
            RunRow.known(seconds)
        };
    }

    /** The next row of a file of {@code trials}, opened with all of its columns. */
    static TrialRow read(RowReader row) {
        return new TrialRow(
                row.string("trial_id"),
                row.optionalString("run_id"),
                row.map("parameters"),
                TrialStatus.of(row.string("status")),
                row.optionalString("error"),
                row.doubleOrNaN("valid_accuracy"),
                row.doubleOrNaN("test_accuracy"),
                row.doubleOrNaN("branching_factor"),
                row.doubleOrNaN("seconds"));
    }
}
