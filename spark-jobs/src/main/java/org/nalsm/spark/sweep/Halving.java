package org.nalsm.spark.sweep;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.nalsm.spark.config.ResolvedSweep;
import org.nalsm.spark.config.SweepTrial;
import org.nalsm.spark.table.TrialRow;
import org.nalsm.spark.table.TrialStatus;

/**
 * Who goes on in successive halving. A function of the rows of a whole rung: in which order its trials ended makes no
 * difference.
 */
public final class Halving {
    private Halving() {}

    /**
     * How many candidates each rung has: {@code floor(candidates / factor^k)} of rung k, at least one.
     *
     * @param candidates of the first rung, repetitions together
     */
    public static List<Integer> candidates(int candidates, int rungs, int factor) {
        List<Integer> counts = new ArrayList<>();
        int count = candidates;
        for (int k = 0; k < rungs; k++) {
            counts.add(Math.max(1, count));
            count /= factor;
        }
        return counts;
    }

    /** How many trials each rung of a sweep has, at most; exact where all candidates have as many repetitions. */
    public static List<Integer> trials(ResolvedSweep sweep) {
        List<Integer> repetitions = sweep.trials().stream()
                .collect(Collectors.groupingBy(trial -> Leaderboard.withoutSeeds(trial.parameters())))
                .values()
                .stream()
                .map(List::size)
                .sorted((a, b) -> b - a)
                .toList();
        return candidates(
                        repetitions.size(),
                        sweep.rungs().size(),
                        sweep.sweep().halving().factor())
                .stream()
                .map(count -> repetitions.stream()
                        .limit(count)
                        .mapToInt(Integer::intValue)
                        .sum())
                .toList();
    }

    /**
     * The parameters, without seeds, of the candidates that go on from a rung: the best by mean validation accuracy, equal
     * ones in the order of their parameters. A candidate with a trial that is not complete does not go on.
     *
     * @param rows every trial of the rung
     * @param count how many may go on
     */
    static Set<Map<String, String>> best(Collection<TrialRow> rows, int count) {
        Set<Map<String, String>> broken = rows.stream()
                .filter(row -> row.status() != TrialStatus.COMPLETE)
                .map(Leaderboard::withoutSeeds)
                .collect(Collectors.toSet());
        return Leaderboard.of(rows).groups().stream()
                .map(Leaderboard.Group::parameters)
                .filter(candidate -> !broken.contains(candidate))
                .limit(count)
                .collect(Collectors.toCollection(HashSet::new));
    }

    /** The trials of these candidates, in their order. */
    static List<SweepTrial> of(Set<Map<String, String>> candidates, List<SweepTrial> rung) {
        return rung.stream()
                .filter(trial -> candidates.contains(Leaderboard.withoutSeeds(trial.parameters())))
                .toList();
    }

    /** Ids of the complete trials whose candidates were left behind when their rung was over. */
    public static Set<String> stopped(Collection<TrialRow> trials) {
        int highest =
                trials.stream().mapToInt(row -> row.rung().orElse(0)).max().orElse(0);
        Set<Map.Entry<Map<String, String>, Integer>> reached = trials.stream()
                .map(row -> Map.entry(
                        (Map<String, String>) row.parameters(), row.rung().orElse(0)))
                .collect(Collectors.toSet());
        return trials.stream()
                .filter(row ->
                        row.status() == TrialStatus.COMPLETE && row.rung().orElse(0) < highest)
                .filter(row -> !reached.contains(Map.entry(
                        (Map<String, String>) row.parameters(), row.rung().orElse(0) + 1)))
                .map(TrialRow::trialId)
                .collect(Collectors.toSet());
    }
}
