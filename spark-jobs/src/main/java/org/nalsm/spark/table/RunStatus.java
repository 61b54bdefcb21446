package org.nalsm.spark.table;

import java.util.Locale;

/** State of a run or a sweep as its row says it. */
public enum RunStatus {
    /** Being written, or its driver was killed. */
    RUNNING,
    /** Interrupted in good order; the same command goes on. */
    STOPPED,
    /** All of it is there. */
    COMPLETE,
    /** Ended by a failure; the same command tries again. */
    FAILED;

    /** The word in the table. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
