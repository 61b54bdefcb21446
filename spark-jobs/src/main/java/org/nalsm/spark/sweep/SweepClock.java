package org.nalsm.spark.sweep;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.function.LongSupplier;
import org.nalsm.spark.table.PhaseProgress;
import org.nalsm.spark.table.TrialRow;
import org.nalsm.spark.table.TrialStatus;

/** What is heard of the trials of a sweep while it runs, and how long it will go on by that. Not thread-safe. */
public final class SweepClock {
    private static final double NANOS = 1e-9;

    private final int atOnce;
    private final LongSupplier nanoTime;
    private final Map<String, TrialRow> trials = new LinkedHashMap<>();
    private final Map<String, Integer> numbers = new HashMap<>();
    private final Map<String, Long> begun = new HashMap<>();
    private final Map<String, PhaseProgress> phases = new HashMap<>();

    /**
     * A trial at work.
     *
     * @param seconds since it began
     * @param phaseSecondsLeft to the end of its phase; NaN where nothing tells
     */
    public record AtWork(double seconds, double phaseSecondsLeft) {}

    /**
     * @param atOnce how many trials run side by side
     * @param nanoTime such as {@link System#nanoTime}
     */
    public SweepClock(int atOnce, LongSupplier nanoTime) {
        this.atOnce = atOnce;
        this.nanoTime = nanoTime;
    }

    /** A trial as it is now. */
    public void row(TrialRow trial) {
        String id = trial.trialId();
        trials.put(id, trial);
        numbers.computeIfAbsent(id, key -> numbers.size() + 1);
        if (trial.status() == TrialStatus.RUNNING) {
            begun.putIfAbsent(id, nanoTime.getAsLong());
        } else {
            begun.remove(id);
            phases.remove(id);
        }
    }

    /** How far a running trial is. */
    public void at(String trialId, PhaseProgress phase) {
        phases.put(trialId, phase);
    }

    /** The place of a trial among all, from 1. */
    public int number(String trialId) {
        return Objects.requireNonNull(numbers.get(trialId), trialId);
    }

    /** The number of trials. */
    public int size() {
        return trials.size();
    }

    /** How many of them are complete or have failed. */
    public long ended() {
        return trials.values().stream()
                .filter(trial -> trial.status() == TrialStatus.COMPLETE || trial.status() == TrialStatus.FAILED)
                .count();
    }

    /** Roughly how long the sweep will go on, s; NaN before a trial is complete. */
    public double secondsLeft() {
        List<AtWork> atWork = new ArrayList<>();
        begun.forEach((id, since) -> atWork.add(new AtWork(
                (nanoTime.getAsLong() - since) * NANOS,
                phases.containsKey(id) ? phases.get(id).secondsLeft() : Double.NaN)));
        long waiting = trials.values().stream()
                .filter(trial -> trial.status() == TrialStatus.PENDING)
                .count();
        return secondsLeft(trials.values(), atWork, waiting, atOnce);
    }

    /**
     * Roughly how long a sweep will go on: a trial takes as long as the complete ones did on average, one at work at least to
     * the end of its phase, and each that waits begins where one ends.
     *
     * @param trials those that are complete count
     * @param waiting how many have not begun
     * @param atOnce how many run side by side
     * @return s; NaN before a trial is complete
     */
    public static double secondsLeft(Collection<TrialRow> trials, Collection<AtWork> atWork, long waiting, int atOnce) {
        double mean = trials.stream()
                .filter(trial -> trial.status() == TrialStatus.COMPLETE)
                .mapToDouble(TrialRow::seconds)
                .filter(seconds -> !Double.isNaN(seconds))
                .average()
                .orElse(Double.NaN);
        if (Double.isNaN(mean)) {
            return Double.NaN;
        }
        PriorityQueue<Double> ends = new PriorityQueue<>();
        for (AtWork trial : atWork) {
            double ofItsPhase = Double.isNaN(trial.phaseSecondsLeft) ? 0 : trial.phaseSecondsLeft;
            ends.add(Math.max(mean - trial.seconds, ofItsPhase));
        }
        while (ends.size() < atOnce) {
            ends.add(0.0);
        }
        double last = ends.stream().mapToDouble(Double::doubleValue).max().orElse(0);
        for (long k = 0; k < waiting; k++) {
            double end = Objects.requireNonNull(ends.poll(), "there is one at least") + mean;
            last = Math.max(last, end);
            ends.add(end);
        }
        return last;
    }
}
