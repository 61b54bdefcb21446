package org.nalsm.spark.cli;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.nalsm.spark.family.TrialIntervals;
import org.nalsm.spark.figure.Numbers;
import org.nalsm.spark.run.Metric;
import org.nalsm.spark.run.Progress;
import org.nalsm.spark.sweep.SweepClock;
import org.nalsm.spark.sweep.SweepProgress;
import org.nalsm.spark.table.PhaseProgress;
import org.nalsm.spark.table.TrialRow;
import org.nalsm.spark.table.TrialStatus;

/**
 * Shows a sweep on stderr: on a terminal a table that is drawn over, elsewhere a line for every change of a
 * trial and now and then one for what runs.
 */
final class SweepView implements SweepProgress {
    private static final long DRAW_EVERY_NANOS = 500_000_000L;
    private static final long PRINT_EVERY_NANOS = 30_000_000_000L;
    private static final int MOST_LINES = 30;
    /** The launcher says how wide the terminal is; a line that wraps could not be drawn over. */
    private static final int WIDTH = Integer.parseInt(System.getenv().getOrDefault("NALSM_TERMINAL_WIDTH", "120"));

    private final PrintStream err;
    private final List<Metric> further;
    private final TrialIntervals intervals;
    private final boolean terminal;
    private final Map<String, Line> lines = new LinkedHashMap<>();
    private final SweepClock clock;
    private final long begin = System.nanoTime();
    private long lastShown = begin;
    private int drawn;
    private boolean stopped;

    /** @param terminal whether lines may be drawn over */
    SweepView(PrintStream err, SweepTables tables, SweepClock clock, boolean terminal) {
        this.err = err;
        this.further = tables.further();
        this.intervals = tables.intervals();
        this.clock = clock;
        this.terminal = terminal;
    }

    /** A trial as it was last heard of. */
    private final class Line implements Comparable<Line> {
        private final PhaseProgress.Clock phase = new PhaseProgress.Clock(System::nanoTime);
        private TrialRow row;

        private Line(TrialRow row) {
            this.row = row;
        }

        /** What runs first, then what has ended, then what waits. */
        @Override
        public int compareTo(Line other) {
            return Integer.compare(order(), other.order());
        }

        private int order() {
            return switch (row.status()) {
                case RUNNING -> 0;
                case FAILED -> 1;
                case COMPLETE -> 2;
                case PENDING -> 3;
            };
        }

        private String text() {
            return switch (row.status()) {
                case PENDING -> "waits";
                case RUNNING -> text(phase.last());
                case COMPLETE ->
                    String.format(
                            Locale.ROOT,
                            "complete  validation %s%s  test %s%s  %s%s",
                            Metric.VALID_ACCURACY.format(row.validAccuracy()),
                            intervals.of(row).beside(Metric.VALID_ACCURACY, row.validAccuracy()),
                            Metric.TEST_ACCURACY.format(row.testAccuracy()),
                            intervals.of(row).beside(Metric.TEST_ACCURACY, row.testAccuracy()),
                            Numbers.duration(row.seconds()),
                            furtherMetrics());
                case FAILED ->
                    "failed    " + row.error().orElse("").lines().findFirst().orElse("");
            };
        }

        private String furtherMetrics() {
            return further.stream()
                    .filter(metric -> !Double.isNaN(row.metric(metric.name())))
                    .map(metric -> "  " + metric.title() + " " + metric.format(row.metric(metric.name())))
                    .collect(Collectors.joining());
        }

        private static String text(PhaseProgress far) {
            String left = Double.isNaN(far.secondsLeft()) ? "" : "  " + Numbers.duration(far.secondsLeft()) + " left";
            String share = far.phase().isEmpty() ? "" : String.format(Locale.ROOT, "%3.0f %%", 100 * far.share());
            return String.format(
                    Locale.ROOT,
                    "%-22s %s%s%s",
                    far.phase(),
                    share,
                    left,
                    far.remark().isEmpty() ? "" : "  " + far.remark());
        }
    }

    @Override
    public synchronized void rung(String headline) {
        err.println(headline);
        drawn = 0; // what stands above the line stays
    }

    @Override
    public synchronized void begin(List<TrialRow> trials) {
        trials.forEach(trial -> {
            lines.put(trial.trialId(), new Line(trial));
            clock.row(trial);
        });
        long complete = trials.stream()
                .filter(trial -> trial.status() == TrialStatus.COMPLETE)
                .count();
        if (complete > 0) {
            err.printf("%d trials were complete before%n", complete);
        }
    }

    @Override
    public synchronized Progress trial(TrialRow trial) {
        change(trial, Optional.of("runs"));
        return new TrialProgress(trial.trialId());
    }

    @Override
    public synchronized void update(TrialRow trial) {
        change(trial, Optional.empty());
    }

    /** From now on nothing is shown. */
    synchronized void stop() {
        stopped = true;
    }

    private void change(TrialRow trial, Optional<String> what) {
        Line line = lines.computeIfAbsent(trial.trialId(), id -> new Line(trial));
        line.row = trial;
        clock.row(trial);
        if (stopped) {
            return;
        }
        if (terminal) {
            draw();
        } else {
            err.printf(
                    "  %s  %s  %s%n",
                    trial.trialId(), SweepTables.parameters(trial.parameters()), what.orElseGet(line::text));
            if (what.isEmpty()) {
                err.println(summary(0));
            }
        }
    }

    private synchronized void advance(String id, Consumer<PhaseProgress.Clock> step) {
        Line line = Objects.requireNonNull(lines.get(id), id);
        step.accept(line.phase);
        clock.at(id, line.phase.last());
        long now = System.nanoTime();
        if (!stopped && now - lastShown >= (terminal ? DRAW_EVERY_NANOS : PRINT_EVERY_NANOS)) {
            lastShown = now;
            if (terminal) {
                draw();
            } else {
                lines.values().stream()
                        .filter(other -> other.row.status() == TrialStatus.RUNNING)
                        .forEach(other -> err.printf("  %s  %s%n", other.row.trialId(), other.text()));
                err.println(summary(0));
            }
        }
    }

    private void draw() {
        if (drawn > 0) {
            err.printf("\u001b[%dA\u001b[J", drawn); // so many lines up, and all below cleared
        }
        List<Line> sorted = lines.values().stream().sorted().limit(MOST_LINES).toList();
        int width = sorted.stream()
                .mapToInt(line -> SweepTables.parameters(line.row.parameters()).length())
                .max()
                .orElse(1);
        sorted.forEach(line -> err.println(cut(
                String.format("  %-" + width + "s  %s", SweepTables.parameters(line.row.parameters()), line.text()))));
        err.println(summary(lines.size() - sorted.size()));
        drawn = sorted.size() + 1;
        err.flush();
    }

    private static String cut(String line) {
        return line.length() < WIDTH ? line : line.substring(0, WIDTH - 1);
    }

    private String summary(int hidden) {
        double left = clock.secondsLeft();
        return String.format(
                Locale.ROOT,
                "  %d of %d trials ended, %s%s%s",
                clock.ended(),
                clock.size(),
                Numbers.duration((System.nanoTime() - begin) * 1e-9),
                Double.isNaN(left) ? "" : ", about " + Numbers.duration(left) + " left",
                hidden > 0 ? ", " + hidden + " more not shown" : "");
    }

    /** One trial's share of the view. */
    private final class TrialProgress implements Progress {
        private final String id;

        private TrialProgress(String id) {
            this.id = id;
        }

        @Override
        public void begin(String phase, long total, String unit) {
            advance(id, clock -> clock.begin(phase, total, unit));
        }

        @Override
        public void resume(long done) {
            advance(id, clock -> clock.resume(done));
        }

        @Override
        public void at(long done, String detail) {
            advance(id, clock -> clock.at(done, detail));
        }

        @Override
        public void end() {
            advance(id, clock -> clock.at(clock.last().total(), ""));
        }
    }
}
