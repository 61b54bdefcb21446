package org.nalsm.spark.sweep;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import org.nalsm.engine.analysis.Statistic;
import org.nalsm.spark.run.Metric;
import org.nalsm.spark.table.TrialRow;
import org.nalsm.spark.table.TrialStatus;

/**
 * The complete trials of a sweep, repetitions together, the best first. Validation accuracy alone decides the
 * order; test accuracy stands beside it.
 *
 * @param groups sorted by mean validation accuracy
 */
public record Leaderboard(List<Group> groups) {
    /** Whether a key makes a repetition and no other experiment. */
    public static boolean isSeed(String key) {
        return key.endsWith(".seed");
    }

    /**
     * Trials that differ in seeds only.
     *
     * @param parameters without seeds, key to JSON value
     * @param trials sorted by trial id
     */
    public record Group(SortedMap<String, String> parameters, List<TrialRow> trials) {
        public Group {
            trials = List.copyOf(trials);
        }

        /** The rung of successive halving that they stand on; empty elsewhere. */
        public OptionalInt rung() {
            return trials.get(0).rung();
        }

        /** Mean and spread of a metric over the trials. */
        public Statistic statistic(Metric metric) {
            return Statistic.of(trials.stream()
                    .mapToDouble(trial -> trial.metric(metric.name()))
                    .toArray());
        }
    }

    /** The metric that alone decides the order. */
    public static final Metric RANKED_BY = Metric.VALID_ACCURACY;

    /**
     * Ranks trials; those that are not complete do not count. Of successive halving a candidate's trials on the highest
     * rung that it has reached count, and a higher rung comes before any accuracy.
     */
    public static Leaderboard of(Collection<TrialRow> trials) {
        Map<String, List<TrialRow>> groups = new TreeMap<>();
        trials.stream()
                .filter(trial -> trial.status() == TrialStatus.COMPLETE)
                .sorted(Comparator.comparing(TrialRow::trialId))
                .forEach(trial -> groups.computeIfAbsent(withoutSeeds(trial).toString(), key -> new ArrayList<>())
                        .add(trial));
        return new Leaderboard(groups.values().stream()
                .map(Leaderboard::highest)
                .map(group -> new Group(withoutSeeds(group.get(0)), group))
                .sorted(Comparator.comparingInt((Group group) -> -group.rung().orElse(0))
                        .thenComparingDouble(
                                group -> -group.statistic(RANKED_BY).mean()))
                .toList());
    }

    private static List<TrialRow> highest(List<TrialRow> trials) {
        int rung =
                trials.stream().mapToInt(trial -> trial.rung().orElse(0)).max().orElse(0);
        return trials.stream().filter(trial -> trial.rung().orElse(0) == rung).toList();
    }

    static SortedMap<String, String> withoutSeeds(TrialRow trial) {
        return withoutSeeds(trial.parameters());
    }

    static SortedMap<String, String> withoutSeeds(SortedMap<String, String> parameters) {
        SortedMap<String, String> others = new TreeMap<>(parameters);
        others.keySet().removeIf(Leaderboard::isSeed);
        return others;
    }
}
