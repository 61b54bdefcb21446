package org.nalsm.engine;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A failure that the user can mend: bad configuration, bad input, output that cannot be written, a cluster that fails. Its
 * message is one clear line that says what is wrong, the offending value, where it stands and what to
 * do. {@code Main} prints the message without a stack trace and exits with the kind's code. Everything
 * else that is thrown is a bug.
 */
public final class UserException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What kind of mistake it is; the exit codes are those of BSD's sysexits. */
    public enum Kind {
        /** Wrong command line. */
        USAGE(64),
        /** A data file is malformed. */
        BAD_DATA(65),
        /** An input does not exist or cannot be read. */
        NO_INPUT(66),
        /**
         * What does the work failed or is not there, such as the executors of a cluster. Nothing is wrong with the work, and
         * the same command goes on with it.
         */
        UNAVAILABLE(70),
        /** An output cannot be written, or something else stands in its place. */
        CANNOT_WRITE(73),
        /** A configuration key or value is wrong. */
        BAD_CONFIGURATION(78);

        private final int exitCode;

        Kind(int exitCode) {
            this.exitCode = exitCode;
        }

        /** The process exit code, 1 to 255. */
        public int exitCode() {
            return exitCode;
        }
    }

    private final Kind kind;

    public UserException(Kind kind, String message) {
        this(kind, message, null);
    }

    public UserException(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = Objects.requireNonNull(kind, "kind");
    }

    public Kind kind() {
        return kind;
    }
}
