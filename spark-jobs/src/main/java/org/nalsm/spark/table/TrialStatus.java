package org.nalsm.spark.table;

import java.util.Locale;

/** State of a trial as its row says it. */
public enum TrialStatus {
    PENDING,
    RUNNING,
    COMPLETE,
    FAILED;

    /** The word in the table. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
