package org.nalsm.spark.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.nalsm.spark.table.TrialRow;
import org.nalsm.spark.table.TrialStatus;

class HalvingTest {
    private static TrialRow row(int candidate, int seed, int rung, TrialStatus status, double accuracy) {
        return new TrialRow(
                        "t-" + candidate + "-" + seed + "-" + rung,
                        Optional.empty(),
                        new TreeMap<>(Map.of("a.key", Integer.toString(candidate), "run.seed", Integer.toString(seed))),
                        status,
                        Optional.empty(),
                        accuracy,
                        Double.NaN,
                        Double.NaN,
                        new TreeMap<>(),
                        1)
                .on(rung, 10);
    }

    /** The best is taken away again and again; few different scores, so that many are equal. */
    @RepeatedTest(50)
    void theBestMeansGoOnInWhateverOrderTrialsEnd(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        int candidates = 1 + random.nextInt(9); // one digit: the order of their text is that of their number
        int seeds = 1 + random.nextInt(3);
        int count = 1 + random.nextInt(candidates);
        int[] sums = new int[candidates];
        boolean[] failed = new boolean[candidates];
        List<TrialRow> rows = new ArrayList<>();
        for (int c = 0; c < candidates; c++) {
            for (int seed = 0; seed < seeds; seed++) {
                int eighths = random.nextInt(4); // sums of eighths are exact
                boolean fails = random.nextInt(10) == 0;
                failed[c] |= fails;
                sums[c] += eighths;
                rows.add(row(c, seed, 0, fails ? TrialStatus.FAILED : TrialStatus.COMPLETE, eighths / 8.0));
            }
        }
        Set<Map<String, String>> expected = new HashSet<>();
        for (int k = 0; k < count; k++) {
            int best = -1;
            for (int c = 0; c < candidates; c++) {
                if (!failed[c] && sums[c] >= 0 && (best < 0 || sums[c] > sums[best])) {
                    best = c;
                }
            }
            if (best >= 0) {
                sums[best] = -1;
                expected.add(Map.of("a.key", Integer.toString(best)));
            }
        }
        assertThat(Halving.best(rows, count)).isEqualTo(expected);
        Collections.shuffle(rows, random);
        assertThat(Halving.best(rows, count)).isEqualTo(expected);
    }

    @Test
    void rungsHaveTheWholePartOfTheCandidatesOverAPowerOfTheFactor() {
        for (int n = 1; n < 200; n++) {
            for (int factor = 2; factor < 6; factor++) {
                List<Integer> counts = Halving.candidates(n, 4, factor);
                for (int k = 0; k < 4; k++) {
                    assertThat(counts.get(k)).isEqualTo((int) Math.max(1, Math.floor(n / Math.pow(factor, k))));
                }
            }
        }
    }

    @Test
    void whoIsLeftBehindIsStoppedWhenTheNextRungHasBegun() {
        List<TrialRow> first = List.of(
                row(0, 1, 0, TrialStatus.COMPLETE, 0.5),
                row(1, 1, 0, TrialStatus.COMPLETE, 0.75),
                row(2, 1, 0, TrialStatus.FAILED, Double.NaN));
        assertThat(Halving.stopped(first)).isEmpty();
        List<TrialRow> both = new ArrayList<>(first);
        both.add(row(1, 1, 1, TrialStatus.PENDING, Double.NaN));
        assertThat(Halving.stopped(both)).containsExactly("t-0-1-0");
    }

    @Test
    void theLeaderboardPutsAHigherRungFirstAndHasEachCandidateOnce() {
        Leaderboard board = Leaderboard.of(List.of(
                row(0, 1, 0, TrialStatus.COMPLETE, 0.9),
                row(1, 1, 0, TrialStatus.COMPLETE, 0.8),
                row(1, 1, 1, TrialStatus.COMPLETE, 0.7)));
        assertThat(board.groups())
                .extracting(group -> group.trials().get(0).trialId())
                .containsExactly("t-1-1-1", "t-0-1-0");
    }
}
