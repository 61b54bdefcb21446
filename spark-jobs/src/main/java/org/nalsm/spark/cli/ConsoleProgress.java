package org.nalsm.spark.cli;

import java.io.PrintStream;
import java.util.Locale;
import org.nalsm.spark.job.Progress;

/**
 * Shows progress on stderr: on a terminal one line that is drawn over, elsewhere a line now and then. With
 * rate and time left.
 */
final class ConsoleProgress implements Progress {
    private static final long DRAW_EVERY_NANOS = 200_000_000L;
    private static final long PRINT_EVERY_NANOS = 15_000_000_000L;
    private static final double NANOS = 1e-9;
    private static final int WIDTH = 110;

    private final PrintStream err;
    private final boolean terminal;
    private String phase = "";
    private String unit = "";
    private String detail = "";
    private long total;
    private long done;
    private long begin;
    private long lastShown;

    ConsoleProgress(PrintStream err) {
        this(err, System.console() != null && System.getenv("TERM") != null);
    }

    ConsoleProgress(PrintStream err, boolean terminal) {
        this.err = err;
        this.terminal = terminal;
    }

    @Override
    public synchronized void begin(String newPhase, long newTotal, String newUnit) {
        phase = newPhase;
        unit = newUnit;
        total = newTotal;
        done = 0;
        detail = "";
        begin = System.nanoTime();
        lastShown = begin;
    }

    @Override
    public synchronized void at(long nowDone, String newDetail) {
        done = nowDone;
        detail = newDetail;
        long now = System.nanoTime();
        if (now - lastShown < (terminal ? DRAW_EVERY_NANOS : PRINT_EVERY_NANOS)) {
            return;
        }
        lastShown = now;
        String line = line(now);
        if (terminal) {
            err.print('\r' + pad(line));
            err.flush();
        } else {
            err.println(line);
        }
    }

    @Override
    public synchronized void end() {
        double seconds = (System.nanoTime() - begin) * NANOS;
        String line = String.format(
                Locale.ROOT, "  %-22s %s%s", phase, duration(seconds), detail.isEmpty() ? "" : "   " + detail);
        err.println(terminal ? '\r' + pad(line) : line);
    }

    private String line(long now) {
        double seconds = (now - begin) * NANOS;
        double rate = done / seconds;
        String left = done > 0 && total > done ? ", " + duration((total - done) / rate) + " left" : "";
        return String.format(
                Locale.ROOT,
                "  %-22s %3d %%  %,d of %,d %s, %,.0f/s%s%s",
                phase,
                total == 0 ? 100 : 100 * done / total,
                done,
                total,
                unit,
                rate,
                left,
                detail.isEmpty() ? "" : "   " + detail);
    }

    private static String pad(String line) {
        return String.format("%-" + WIDTH + "s", line);
    }

    static String duration(double seconds) {
        if (seconds < 60) {
            return String.format(Locale.ROOT, "%.1f s", seconds);
        }
        long whole = Math.round(seconds);
        return whole < 3600
                ? "%d min %02d s".formatted(whole / 60, whole % 60)
                : "%d h %02d min".formatted(whole / 3600, whole % 3600 / 60);
    }
}
