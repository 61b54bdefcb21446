package org.nalsm.spark.sweep;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.nalsm.spark.table.PhaseProgress;
import org.nalsm.spark.table.TrialRow;
import org.nalsm.spark.table.TrialStatus;

/** What is heard of the trials of a sweep while it runs, and how long it will go on by that. Not thread-safe. */
public final class SweepClock {
    private static final double NANOS = 1e-9;

    private final int atOnce;
    private final List<PlannedCost.Rung> planned;
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
     * @param resource what it has of the resource of successive halving; 0 elsewhere
     */
    public record AtWork(double seconds, double phaseSecondsLeft, int resource) {}

    /**
     * Trials that have not begun.
     *
     * @param count how many
     * @param resource as that of {@link AtWork}
     */
    public record Waiting(long count, int resource) {}

    /**
     * @param atOnce how many trials run side by side
     * @param planned the rungs of the sweep; one without successive halving
     * @param nanoTime such as {@link System#nanoTime}
     */
    public SweepClock(int atOnce, List<PlannedCost.Rung> planned, LongSupplier nanoTime) {
        this.atOnce = atOnce;
        this.planned = List.copyOf(planned);
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

    /** The number of trials, with those of the rungs to come. */
    public int size() {
        return trials.size() + toCome().mapToInt(PlannedCost.Rung::trials).sum();
    }

    private Stream<PlannedCost.Rung> toCome() {
        long begun = trials.values().stream()
                .mapToInt(trial -> trial.rung().orElse(0) + 1)
                .max()
                .orElse(1);
        return planned.stream().skip(begun);
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
                phases.containsKey(id) ? phases.get(id).secondsLeft() : Double.NaN,
                resource(Objects.requireNonNull(trials.get(id), id)))));
        Stream<Waiting> known = trials.values().stream()
                .filter(trial -> trial.status() == TrialStatus.PENDING)
                .map(trial -> new Waiting(1, resource(trial)));
        List<Waiting> waiting = Stream.concat(known, toCome().map(rung -> new Waiting(rung.trials(), rung.resource())))
                .toList();
        return secondsLeft(trials.values(), atWork, waiting, atOnce);
    }

    /** What a trial has of the resource of successive halving; 0 elsewhere. */
    public static int resource(TrialRow trial) {
        return trial.resource().orElse(0);
    }

    /**
     * Roughly how long a sweep will go on: a trial takes as long as the complete ones of its rung did on average, one at work
     * at least to the end of its phase, and each that waits begins where one ends.
     *
     * @param trials those that are complete count
     * @param atOnce how many run side by side
     * @return s; NaN before a trial is complete
     */
    public static double secondsLeft(
            Collection<TrialRow> trials, Collection<AtWork> atWork, Collection<Waiting> waiting, int atOnce) {
        NavigableMap<Integer, Double> means = trials.stream()
                .filter(trial -> trial.status() == TrialStatus.COMPLETE && !Double.isNaN(trial.seconds()))
                .collect(Collectors.groupingBy(
                        SweepClock::resource, TreeMap::new, Collectors.averagingDouble(TrialRow::seconds)));
        if (means.isEmpty()) {
            return Double.NaN;
        }
        PriorityQueue<Double> ends = new PriorityQueue<>();
        for (AtWork trial : atWork) {
            double ofItsPhase = Double.isNaN(trial.phaseSecondsLeft) ? 0 : trial.phaseSecondsLeft;
            ends.add(Math.max(seconds(means, trial.resource) - trial.seconds, ofItsPhase));
        }
        while (ends.size() < atOnce) {
            ends.add(0.0);
        }
        double last = ends.stream().mapToDouble(Double::doubleValue).max().orElse(0);
        for (Waiting group : waiting) {
            for (long k = 0; k < group.count; k++) {
                double end =
                        Objects.requireNonNull(ends.poll(), "there is one at least") + seconds(means, group.resource);
                last = Math.max(last, end);
                ends.add(end);
            }
        }
        return last;
    }

    /** Of a rung that has no complete trial: as many times those of the nearest one as it has of the resource. */
    private static double seconds(NavigableMap<Integer, Double> means, int resource) {
        Map.Entry<Integer, Double> below = means.floorEntry(resource);
        Map.Entry<Integer, Double> nearest = below == null ? means.firstEntry() : below;
        double share = nearest.getKey() == 0 ? 1 : (double) resource / nearest.getKey();
        return nearest.getValue() * share;
    }
}
