package org.nalsm.spark.cli.console;

import java.io.PrintStream;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.nalsm.spark.figure.Numbers;
import org.nalsm.spark.run.Progress;
import org.nalsm.spark.table.PhaseProgress;

/**
 * Shows progress on stderr: on a terminal one line that is drawn over, elsewhere a line now and then. With
 * rate and time left.
 */
final class ConsoleProgress implements Progress {
    private static final long DRAW_EVERY_NANOS = 200_000_000L;
    private static final long PRINT_EVERY_NANOS = 15_000_000_000L;
    private static final int WIDTH = 110;

    private final PrintStream err;
    private final boolean terminal;
    private final LongSupplier nanoTime;
    private final PhaseProgress.Clock clock;
    private long lastShown;
    private boolean lineIsOpen;
    private boolean stopped;

    ConsoleProgress(PrintStream err, boolean terminal, LongSupplier nanoTime) {
        this.err = err;
        this.terminal = terminal;
        this.nanoTime = nanoTime;
        this.clock = new PhaseProgress.Clock(nanoTime);
    }

    @Override
    public synchronized void begin(String phase, long total, String unit) {
        clock.begin(phase, total, unit);
        lastShown = nanoTime.getAsLong();
    }

    @Override
    public synchronized void resume(long alreadyDone) {
        clock.resume(alreadyDone);
        lastShown = nanoTime.getAsLong();
        PhaseProgress far = clock.last();
        println(String.format(
                Locale.ROOT, "  %-22s  goes on at %,d of %,d %s", far.phase(), alreadyDone, far.total(), far.unit()));
    }

    @Override
    public synchronized void at(long done, String detail) {
        clock.at(done, detail);
        long now = nanoTime.getAsLong();
        if (now - lastShown < (terminal ? DRAW_EVERY_NANOS : PRINT_EVERY_NANOS)) {
            return;
        }
        lastShown = now;
        String line = line(clock.last());
        if (!terminal) {
            println(line);
        } else if (!stopped) {
            err.print('\r' + pad(line));
            err.flush();
            lineIsOpen = true;
        }
    }

    @Override
    public synchronized void end() {
        PhaseProgress far = clock.last();
        println(String.format(
                Locale.ROOT,
                "  %-22s %s%s",
                far.phase(),
                Numbers.duration(clock.seconds()),
                far.remark().isEmpty() ? "" : "   " + far.remark()));
    }

    /** Ends the line that is being drawn, so that another one can follow. */
    synchronized void interrupt() {
        if (lineIsOpen) {
            err.println();
        }
        lineIsOpen = false;
    }

    /** Ends the line that is being drawn; from now on nothing is shown. */
    synchronized void stop() {
        interrupt();
        stopped = true;
    }

    private void println(String line) {
        if (!stopped) {
            err.println(terminal ? '\r' + pad(line) : line);
            lineIsOpen = false;
        }
    }

    private static String line(PhaseProgress far) {
        String left = Double.isNaN(far.secondsLeft()) ? "" : ", " + Numbers.duration(far.secondsLeft()) + " left";
        return String.format(
                Locale.ROOT,
                "  %-22s %3d %%  %,d of %,d %s, %,.0f/s%s%s",
                far.phase(),
                far.total() == 0 ? 100 : 100 * far.done() / far.total(),
                far.done(),
                far.total(),
                far.unit(),
                far.rate(),
                left,
                far.remark().isEmpty() ? "" : "   " + far.remark());
    }

    private static String pad(String line) {
        return String.format("%-" + WIDTH + "s", line);
    }
}
