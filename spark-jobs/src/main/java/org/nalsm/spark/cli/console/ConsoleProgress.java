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
public final class ConsoleProgress implements Progress {
    private static final long DRAW_EVERY_NANOS = 200_000_000L;
    private static final long PRINT_EVERY_NANOS = 15_000_000_000L;
    private static final double NANOS = 1e-9;
    private static final int WIDTH = 110;

    private final PrintStream err;
    private final boolean terminal;
    private final LongSupplier nanoTime;
    private String phase = "";
    private String unit = "";
    private String detail = "";
    private long total;
    /** What an earlier attempt had done: it says nothing of how fast this one is. */
    private long doneBefore;

    private long done;
    private long begin;
    private long lastShown;
    private boolean lineIsOpen;
    private boolean stopped;

    /** On a terminal if there is one. */
    public ConsoleProgress(PrintStream err) {
        this(err, System.console() != null && System.getenv("TERM") != null, System::nanoTime);
    }

    ConsoleProgress(PrintStream err, boolean terminal, LongSupplier nanoTime) {
        this.err = err;
        this.terminal = terminal;
        this.nanoTime = nanoTime;
    }

    @Override
    public synchronized void begin(String newPhase, long newTotal, String newUnit) {
        phase = newPhase;
        unit = newUnit;
        total = newTotal;
        doneBefore = 0;
        done = 0;
        detail = "";
        begin = nanoTime.getAsLong();
        lastShown = begin;
    }

    @Override
    public synchronized void resume(long alreadyDone) {
        doneBefore = alreadyDone;
        done = alreadyDone;
        begin = nanoTime.getAsLong();
        lastShown = begin;
        println(String.format(Locale.ROOT, "  %-22s  goes on at %,d of %,d %s", phase, alreadyDone, total, unit));
    }

    @Override
    public synchronized void at(long nowDone, String newDetail) {
        // The first reports of a phase that goes on may come before its first step.
        done = Math.max(doneBefore, nowDone);
        detail = newDetail;
        long now = nanoTime.getAsLong();
        if (now - lastShown < (terminal ? DRAW_EVERY_NANOS : PRINT_EVERY_NANOS)) {
            return;
        }
        lastShown = now;
        String line = line(now);
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
        double seconds = (nanoTime.getAsLong() - begin) * NANOS;
        println(String.format(
                Locale.ROOT, "  %-22s %s%s", phase, Numbers.duration(seconds), detail.isEmpty() ? "" : "   " + detail));
    }

    /** Ends the line that is being drawn; from now on nothing is shown. */
    public synchronized void stop() {
        if (lineIsOpen) {
            err.println();
        }
        lineIsOpen = false;
        stopped = true;
    }

    private void println(String line) {
        if (!stopped) {
            err.println(terminal ? '\r' + pad(line) : line);
            lineIsOpen = false;
        }
    }

    private String line(long now) {
        PhaseProgress far = new PhaseProgress(phase, unit, total, doneBefore, done, (now - begin) * NANOS, detail);
        String left = Double.isNaN(far.secondsLeft()) ? "" : ", " + Numbers.duration(far.secondsLeft()) + " left";
        return String.format(
                Locale.ROOT,
                "  %-22s %3d %%  %,d of %,d %s, %,.0f/s%s%s",
                phase,
                total == 0 ? 100 : 100 * done / total,
                done,
                total,
                unit,
                far.rate(),
                left,
                detail.isEmpty() ? "" : "   " + detail);
    }

    private static String pad(String line) {
        return String.format("%-" + WIDTH + "s", line);
    }
}
