package org.nalsm.spark.cli.console;

import java.io.PrintStream;
import org.nalsm.spark.run.Progress;

/** For people. */
public final class TextConsole implements Console {
    static final String PREFIX = "nalsm: ";

    private final PrintStream err;
    private final boolean terminal;
    private final ConsoleProgress progress;

    TextConsole(PrintStream err, boolean terminal) {
        this.err = err;
        this.terminal = terminal;
        this.progress = new ConsoleProgress(err, terminal, System::nanoTime);
    }

    /** Whether lines may be drawn over. */
    public boolean isTerminal() {
        return terminal;
    }

    @Override
    public void say(String line) {
        err.println(line);
    }

    @Override
    public void warn(String line) {
        progress.interrupt();
        err.println(PREFIX + line);
    }

    @Override
    public Progress progress() {
        return progress;
    }

    @Override
    public void stop() {
        progress.stop();
    }
}
