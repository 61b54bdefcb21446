package org.nalsm.spark.sweep;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.nalsm.engine.dataset.Split;
import org.nalsm.spark.config.ResolvedSweep;
import org.nalsm.spark.config.SweepTrial;
import org.nalsm.spark.run.Experiment;

/**
 * What a sweep is going to cost at most, before it begins.
 *
 * @param rungs of successive halving; a sweep without it has one
 * @param grid samples of all candidates with what the last rung has
 */
public record PlannedCost(List<Rung> rungs, long grid) {
    /**
     * A rung.
     *
     * @param trials how many
     * @param resource what each of them has of the resource; 0 without successive halving
     * @param samples of all splits and trials
     * @param newSamples those that are on no lower rung, which is what is simulated where a rung's counts are taken over
     */
    public record Rung(int trials, int resource, long samples, long newSamples) {}

    /** Of a sweep; where candidates differ in their number of samples, by those that have most. */
    public static PlannedCost of(ResolvedSweep sweep) {
        List<Rung> rungs = new ArrayList<>();
        List<Integer> counts = Halving.trials(sweep);
        long grid = 0;
        for (int k = 0; k < counts.size(); k++) {
            List<SweepTrial> trials = sweep.rungs().get(k);
            int below = k - 1;
            List<Long> all = largest(trials.stream().map(PlannedCost::samples));
            List<Long> added = below < 0
                    ? all
                    : largest(IntStream.range(0, trials.size())
                            .mapToObj(i -> added(
                                    trials.get(i), sweep.rungs().get(below).get(i))));
            rungs.add(new Rung(
                    counts.get(k),
                    trials.get(0).rung().map(SweepTrial.Rung::resource).orElse(0),
                    sum(all, counts.get(k)),
                    sum(added, counts.get(k))));
            grid = sum(all, all.size());
        }
        return new PlannedCost(List.copyOf(rungs), grid);
    }

    /** Trials of all rungs. */
    public int trials() {
        return rungs.stream().mapToInt(Rung::trials).sum();
    }

    /** Samples of all rungs. */
    public long samples() {
        return rungs.stream().mapToLong(Rung::samples).sum();
    }

    /** Samples of all rungs, each candidate's once. */
    public long newSamples() {
        return rungs.stream().mapToLong(Rung::newSamples).sum();
    }

    private static List<Long> largest(Stream<Long> samples) {
        return samples.sorted((a, b) -> Long.compare(b, a)).toList();
    }

    private static long sum(List<Long> sorted, int count) {
        return sorted.stream().limit(count).mapToLong(Long::longValue).sum();
    }

    private static long samples(SweepTrial trial) {
        return trial.config()
                .map(config -> (long) Experiment.of(config).sampleCount())
                .orElse(0L);
    }

    private static long added(SweepTrial trial, SweepTrial before) {
        if (trial.config().isEmpty() || before.config().isEmpty()) {
            return samples(trial);
        }
        Experiment now = Experiment.of(trial.config().get());
        Experiment then = Experiment.of(before.config().get());
        return Stream.of(Split.values())
                .mapToLong(split -> Math.max(0, now.samples(split) - then.samples(split)))
                .sum();
    }
}
