package org.nalsm.spark.sweep;

import java.util.List;
import org.nalsm.spark.run.Progress;
import org.nalsm.spark.table.TrialRow;

/** Learns how far a sweep is. Called from several threads. */
public interface SweepProgress {
    /** Shows nothing. */
    SweepProgress NONE = new SweepProgress() {
        @Override
        public void begin(List<TrialRow> trials) {}

        @Override
        public Progress trial(TrialRow trial) {
            return Progress.NONE;
        }

        @Override
        public void update(TrialRow trial) {}
    };

    /** A rung of successive halving begins; {@link #begin} follows. */
    default void rung(String headline) {}

    /** All trials, of a sweep or of a rung, as they are before the first of them runs. */
    void begin(List<TrialRow> trials);

    /** A trial begins to run. */
    Progress trial(TrialRow trial);

    /** A trial has ended. */
    void update(TrialRow trial);
}
