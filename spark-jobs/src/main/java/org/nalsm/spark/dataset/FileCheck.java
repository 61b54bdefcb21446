package org.nalsm.spark.dataset;

import java.nio.file.Path;

/**
 * What was found where a file of a dataset should be.
 *
 * @param file   the file
 * @param path   where it is; for a missing file, where it is expected (uncompressed name)
 * @param state  the outcome
 * @param detail "MD5 ..." as computed, or why it could not be; empty for a missing file
 */
public record FileCheck(DatasetFile file, Path path, State state, String detail) {

    /** Outcomes of a check. */
    public enum State {
        /** Its content has the catalogue's MD5. */
        VERIFIED,
        /** It exists, but its content is not what the catalogue says. */
        WRONG,
        /** Neither it nor its {@code .gz} form exists. */
        MISSING
    }

    /** One line for people. */
    public String describe() {
        return switch (state) {
            case VERIFIED -> path + ": verified (" + detail + ")";
            case WRONG -> path + ": wrong (" + detail + ", expected MD5 " + file.md5() + ")";
            case MISSING -> path + ": missing";
        };
    }
}
