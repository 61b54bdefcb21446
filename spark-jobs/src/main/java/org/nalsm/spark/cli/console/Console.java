package org.nalsm.spark.cli.console;

import java.io.PrintStream;
import org.nalsm.engine.UserException;
import org.nalsm.spark.run.Progress;

/** What a command says beside its result, on standard error. Several threads may use it. */
public interface Console {
    /** Lines that are drawn over on a terminal, and now and then a line elsewhere. */
    String AUTO = "auto";

    /** Now and then a line. */
    String PLAIN = "plain";

    /** One JSON object a line, {@link JsonConsole}. */
    String JSON = "json";

    /** Warnings and errors. */
    String NONE = "none";

    /**
     * The console of a name.
     *
     * @param how {@link #AUTO}, {@link #PLAIN}, {@link #JSON} or {@link #NONE}
     * @throws UserException USAGE for any other
     */
    static Console of(String how, PrintStream err) {
        return switch (how) {
            case AUTO -> new TextConsole(err, isTerminal());
            case PLAIN -> new TextConsole(err, false);
            case JSON -> new JsonConsole(err);
            case NONE -> new QuietConsole(err);
            default ->
                throw new UserException(
                        UserException.Kind.USAGE, "--progress is '" + how + "'; use auto, plain, json or none");
        };
    }

    private static boolean isTerminal() {
        return System.console() != null && System.getenv("TERM") != null;
    }

    /** A line for people. */
    void say(String line);

    /** A line that nobody should miss: what is wrong and does not end the command. */
    void warn(String line);

    /** Shows how far some work is. */
    Progress progress();

    /** The command is interrupted: from now on nothing is shown but for {@link #warn}. */
    void stop();
}
