package org.nalsm.spark.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.nalsm.spark.table.PhaseProgress;
import org.nalsm.spark.table.TrialRow;
import org.nalsm.spark.table.TrialStatus;

class SweepClockTest {
    private long seconds = 1000;
    private final SweepClock clock = new SweepClock(2, List.of(), () -> seconds * 1_000_000_000L);

    private static TrialRow waiting(String id) {
        return TrialRow.pending(id, new TreeMap<>());
    }

    private static List<SweepClock.Waiting> waiting(long count) {
        return List.of(new SweepClock.Waiting(count, 0));
    }

    private static TrialRow running(String id) {
        return waiting(id).at(TrialStatus.RUNNING, Optional.of("r-" + id));
    }

    private static TrialRow complete(String id, double seconds) {
        return new TrialRow(
                id,
                Optional.of("r-" + id),
                new TreeMap<>(),
                TrialStatus.COMPLETE,
                Optional.empty(),
                0.9,
                0.9,
                1,
                new TreeMap<>(),
                seconds);
    }

    @Test
    void trialsBeginWhereOthersEndAndTakeAsLongAsTheCompleteOnesDid() {
        for (String id : List.of("a", "b", "c", "d", "e", "f")) {
            clock.row(waiting(id));
        }
        clock.row(running("a"));
        clock.row(running("b"));
        seconds += 80;
        assertThat(clock.secondsLeft()).as("nothing is complete").isNaN();
        clock.row(complete("a", 80));
        clock.row(complete("b", 120));
        clock.row(running("c"));
        seconds += 30;
        clock.row(running("d"));
        // On average 100 s: c ends in 70 and d in 100; e follows c and ends in 170, f follows d and ends in 200.
        assertThat(clock.secondsLeft()).isEqualTo(200);
        assertThat(clock.ended()).isEqualTo(2);
        assertThat(clock.number("d")).isEqualTo(4);
        assertThat(clock.size()).isEqualTo(6);
    }

    @Test
    void aTrialThatIsLateTakesAtLeastToTheEndOfItsPhase() {
        clock.row(complete("a", 100));
        clock.row(running("b"));
        seconds += 130;
        assertThat(clock.secondsLeft()).isZero();
        // 20 of 100 in 10 s: 40 s are left.
        clock.at("b", new PhaseProgress("train", "steps", 100, 0, 20, 10, ""));
        assertThat(clock.secondsLeft()).isEqualTo(40);
        clock.row(waiting("c"));
        clock.row(waiting("d"));
        // One place is free: c takes it for 100 s, d follows b.
        assertThat(clock.secondsLeft()).isEqualTo(140);
    }

    @Test
    void aTrialThatWaitsAgainIsNotAtWork() {
        clock.row(complete("a", 100));
        clock.row(running("b"));
        seconds += 50;
        clock.row(waiting("b"));
        assertThat(clock.secondsLeft()).isEqualTo(100);
    }

    @Test
    void aTrialCountsByItsRungAndThoseToComeCountAsWell() {
        SweepClock rungs =
                new SweepClock(1, List.of(rung(3, 900), rung(2, 2700), rung(1, 8100)), () -> seconds * 1_000_000_000L);
        rungs.row(complete("a", 8).on(0, 900));
        rungs.row(complete("b", 12).on(0, 900));
        rungs.row(waiting("c").on(0, 900));
        // 10 s for c, then twice 30 s and once 90 s: nothing else is known of these.
        assertThat(rungs.secondsLeft()).isEqualTo(10 + 2 * 30 + 90);
        assertThat(rungs.size()).isEqualTo(6);
        rungs.row(complete("c", 10).on(0, 900));
        rungs.row(complete("d", 16).on(1, 2700));
        rungs.row(running("e").on(1, 2700));
        seconds += 6;
        // Three times as many samples took 16 s and not 30, so e has 10 s left, and the last will take 48.
        assertThat(rungs.secondsLeft()).isEqualTo(10 + 48);
        assertThat(rungs.size()).isEqualTo(6);
        assertThat(rungs.ended()).isEqualTo(4);
    }

    private static PlannedCost.Rung rung(int trials, int resource) {
        return new PlannedCost.Rung(trials, resource, 0, 0);
    }

    /** With one at a time and nothing at work the rest is a multiple of the mean. */
    @Test
    void manyThatWaitAreAQueue() {
        List<TrialRow> all = new ArrayList<>(List.of(complete("a", 10), complete("b", 20)));
        assertThat(SweepClock.secondsLeft(all, List.of(), waiting(1000), 1)).isEqualTo(15_000);
        assertThat(SweepClock.secondsLeft(all, List.of(), waiting(1001), 4)).isEqualTo(251 * 15);
        assertThat(SweepClock.secondsLeft(all, List.of(), waiting(0), 4)).isZero();
    }
}
