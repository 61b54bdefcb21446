package org.nalsm.spark.sweep;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
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

        /** Mean and spread of a metric over the trials. */
        public Statistic statistic(Metric metric) {
            return Statistic.of(trials.stream()
                    .mapToDouble(trial -> trial.metric(metric.name()))
                    .toArray());
        }
    }

    /** The metric that alone decides the order. */
    public static final Metric RANKED_BY = Metric.VALID_ACCURACY;

    /** Ranks trials; those that are not complete do not count. */
    public static Leaderboard of(Collection<TrialRow> trials) {
        Map<String, List<TrialRow>> groups = new TreeMap<>();
        trials.stream()
                .filter(trial -> trial.status() == TrialStatus.COMPLETE)
                .sorted(Comparator.comparing(TrialRow::trialId))
                .forEach(trial -> groups.computeIfAbsent(withoutSeeds(trial).toString(), key -> new ArrayList<>())
                        .add(trial));
        return new Leaderboard(groups.values().stream()
                .map(group -> new Group(withoutSeeds(group.get(0)), group))
                .sorted(Comparator.comparingDouble(
                        (Group group) -> -group.statistic(RANKED_BY).mean()))
                .toList());
    }

    private static SortedMap<String, String> withoutSeeds(TrialRow trial) {
        SortedMap<String, String> parameters = new TreeMap<>(trial.parameters());
        parameters.keySet().removeIf(Leaderboard::isSeed);
        return parameters;
    }
}
