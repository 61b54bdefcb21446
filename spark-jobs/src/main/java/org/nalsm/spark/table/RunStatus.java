package org.nalsm.spark.table;

import java.util.Locale;

/** State of a run or a sweep as its row says it. */
public enum RunStatus {
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
    public static RunStatus of(String word) {
        for (RunStatus status : values()) {
            if (status.word().equals(word)) {
                return status;
            }
        }
        throw new IllegalArgumentException("status '" + word + "' is not running, complete or failed");
    }
}
