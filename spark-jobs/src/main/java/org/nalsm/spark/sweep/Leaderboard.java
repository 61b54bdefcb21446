package org.nalsm.spark.sweep;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.nalsm.spark.table.TrialRow;
import org.nalsm.spark.table.TrialStatus;

/**
 * The complete trials of a sweep, repetitions together, the best first. Validation accuracy alone decides the
 * order; test accuracy stands beside it.
 *
 * @param groups sorted by mean validation accuracy
 */
public record Leaderboard(List<Group> groups) {
    /** Keys that make a repetition and no other experiment. */
    public static final Set<String> SEEDS = Set.of("network.seed", "run.seed");

    /**
     * Trials that differ in seeds only.
     *
     * @param parameters without seeds, key to JSON value
     * @param trials sorted by trial id
     * @param validAccuracy 0 to 1; likewise the test accuracy
     * @param branchingFactor ratio
     */
    public record Group(
            SortedMap<String, String> parameters,
            List<TrialRow> trials,
            Statistic validAccuracy,
            Statistic testAccuracy,
            Statistic branchingFactor) {

        private static Group of(SortedMap<String, String> parameters, List<TrialRow> trials) {
            return new Group(
                    parameters,
                    List.copyOf(trials),
                    statistic(trials, TrialRow::validAccuracy),
                    statistic(trials, TrialRow::testAccuracy),
                    statistic(trials, TrialRow::branchingFactor));
        }

        private static Statistic statistic(List<TrialRow> trials, ToDoubleFunction<TrialRow> figure) {
            return Statistic.of(trials.stream().mapToDouble(figure).toArray());
        }
    }

    /** Ranks trials; those that are not complete do not count. */
    public static Leaderboard of(Collection<TrialRow> trials) {
        Map<String, List<TrialRow>> groups = new TreeMap<>();
        trials.stream()
                .filter(trial -> trial.status() == TrialStatus.COMPLETE)
                .sorted(Comparator.comparing(TrialRow::trialId))
                .forEach(trial -> groups.computeIfAbsent(withoutSeeds(trial).toString(), key -> new ArrayList<>())
                        .add(trial));
        return new Leaderboard(groups.values().stream()
                .map(group -> Group.of(withoutSeeds(group.get(0)), group))
                .sorted(Comparator.comparingDouble(
                        (Group group) -> -group.validAccuracy().mean()))
                .toList());
    }

    private static SortedMap<String, String> withoutSeeds(TrialRow trial) {
        SortedMap<String, String> parameters = new TreeMap<>(trial.parameters());
        parameters.keySet().removeAll(SEEDS);
        return parameters;
    }
}
