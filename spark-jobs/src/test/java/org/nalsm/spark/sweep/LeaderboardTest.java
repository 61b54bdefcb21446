package org.nalsm.spark.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.nalsm.engine.analysis.Statistic;
import org.nalsm.spark.run.Metric;
import org.nalsm.spark.table.TrialRow;
import org.nalsm.spark.table.TrialStatus;

class LeaderboardTest {
    private static final Metric BRANCHING_FACTOR =
            new Metric("branching_factor", "branching factor", Metric.Unit.NUMBER, 3, true);

    private static TrialRow trial(String id, TrialStatus status, double valid, double test, String weight, int seed) {
        return new TrialRow(
                id,
                Optional.of("r-" + id),
                new TreeMap<>(Map.of("model.astrocyte-weight", weight, "network.seed", String.valueOf(seed))),
                status,
                Optional.empty(),
                valid,
                test,
                1.0 + seed,
                new TreeMap<>(Map.of("valid_accuracy", valid, "test_accuracy", test)),
                2);
    }

    /** Mean and deviation by hand: 0.90, 0.92, 0.94 have the mean 0.92 and the variance 0.0004 * 2 / 2. */
    @Test
    void repetitionsAreOneGroupWithMeanAndStandardDeviation() {
        Leaderboard board = Leaderboard.of(List.of(
                trial("t-1", TrialStatus.COMPLETE, 0.90, 0.7, "0.1", 1),
                trial("t-2", TrialStatus.COMPLETE, 0.92, 0.8, "0.1", 2),
                trial("t-3", TrialStatus.COMPLETE, 0.94, 0.9, "0.1", 3)));
        assertThat(board.groups()).hasSize(1);
        Leaderboard.Group group = board.groups().get(0);
        assertThat(group.parameters()).isEqualTo(Map.of("model.astrocyte-weight", "0.1"));
        assertThat(group.statistic(Metric.VALID_ACCURACY).mean()).isCloseTo(0.92, within(1e-12));
        assertThat(group.statistic(Metric.VALID_ACCURACY).standardDeviation()).isCloseTo(0.02, within(1e-12));
        assertThat(group.statistic(Metric.TEST_ACCURACY).mean()).isCloseTo(0.8, within(1e-12));
        assertThat(group.statistic(BRANCHING_FACTOR).mean()).isCloseTo(3, within(1e-12));
        assertThat(group.statistic(Metric.VALID_ACCURACY).n()).isEqualTo(3);
    }

    @Test
    void validationDecidesTheOrderEvenWhereTheTestSaysOtherwise() {
        List<TrialRow> trials = new ArrayList<>(List.of(
                trial("t-1", TrialStatus.COMPLETE, 0.90, 0.99, "0.1", 1),
                trial("t-2", TrialStatus.COMPLETE, 0.95, 0.80, "0.2", 1),
                trial("t-3", TrialStatus.COMPLETE, 0.92, 0.95, "0.3", 1)));
        List<String> order = order(trials);
        assertThat(order).containsExactly("0.2", "0.3", "0.1");
        Collections.reverse(trials);
        assertThat(order(trials)).isEqualTo(order);
    }

    private static List<String> order(List<TrialRow> trials) {
        return Leaderboard.of(trials).groups().stream()
                .map(group -> group.parameters().get("model.astrocyte-weight"))
                .toList();
    }

    @Test
    void onlyCompleteTrialsCount() {
        Leaderboard board = Leaderboard.of(List.of(
                trial("t-1", TrialStatus.FAILED, Double.NaN, Double.NaN, "0.1", 1),
                trial("t-2", TrialStatus.COMPLETE, 0.95, 0.80, "0.1", 2),
                trial("t-3", TrialStatus.RUNNING, Double.NaN, Double.NaN, "0.2", 1)));
        assertThat(board.groups()).hasSize(1);
        assertThat(board.groups().get(0).statistic(Metric.VALID_ACCURACY)).satisfies(accuracy -> {
            assertThat(accuracy.n()).isEqualTo(1);
            assertThat(accuracy.standardDeviation()).as("of one value").isNaN();
        });
    }

    @Test
    void unknownValuesAreNoRepetitions() {
        assertThat(Statistic.of(Double.NaN, 2, 4).n()).isEqualTo(2);
        assertThat(Statistic.of(Double.NaN, 2, 4).mean()).isEqualTo(3);
        assertThat(Statistic.of().mean()).isNaN();
    }
}
