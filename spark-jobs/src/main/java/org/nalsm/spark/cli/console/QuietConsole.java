package org.nalsm.spark.cli.console;

import java.io.PrintStream;
import org.nalsm.spark.run.Progress;

/** For who wants to know only of what is wrong. */
final class QuietConsole implements Console {
    private final PrintStream err;

    QuietConsole(PrintStream err) {
        this.err = err;
    }

    @Override
    public void say(String line) {}

    @Override
    public void warn(String line) {
        err.println(TextConsole.PREFIX + line);
    }

    @Override
    public Progress progress() {
        return Progress.NONE;
    }

    @Override
    public void stop() {}
}
