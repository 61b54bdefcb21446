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

    /**
     * The status of a word in the table.
     *
     * @throws IllegalArgumentException for any other word
     */
    public static TrialStatus of(String word) {
        for (TrialStatus status : values()) {
            if (status.word().equals(word)) {
                return status;
            }
        }
        throw new IllegalArgumentException("status '" + word + "' is not pending, running, complete or failed");
    }
}
