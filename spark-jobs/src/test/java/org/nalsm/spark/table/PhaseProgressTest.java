package org.nalsm.spark.table;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PhaseProgressTest {
    private long millis = 5000;
    private final PhaseProgress.Clock clock = new PhaseProgress.Clock(() -> millis * 1_000_000);

    /** 50,000 at 2,500/s, of which the first 250 took 10 s: by these alone half an hour would be left. */
    @Test
    void theStartOfATaskSaysNothingOfItsRate() {
        clock.begin("initialise liquid", 50_000, "snapshots");
        millis += 10_000;
        clock.at(250, "");
        assertThat(clock.last().secondsLeft()).isNaN();
        assertThat(clock.last().rate()).isZero();
        assertThat(clock.last().share()).isEqualTo(0.005);
        millis += 2_000;
        clock.at(5_250, "");
        assertThat(clock.last().rate()).isEqualTo(2500);
        assertThat(clock.last().secondsLeft()).isEqualTo(17.9);
        assertThat(clock.seconds()).isEqualTo(12);
    }

    @Test
    void aFirstReportOfAGoodPartOfTheWorkTells() {
        clock.begin("simulate", 1000, "samples");
        millis += 2_000;
        clock.at(100, "");
        assertThat(clock.last().secondsLeft()).isEqualTo(18);
    }

    @Test
    void whatWasDoneBeforeDoesNotCount() {
        clock.begin("train", 1000, "steps");
        millis += 60_000;
        clock.resume(500);
        millis += 1_000;
        clock.at(400, "");
        assertThat(clock.last().done()).isEqualTo(500);
        assertThat(clock.last().secondsLeft()).isNaN();
        millis += 9_000;
        clock.at(600, "");
        assertThat(clock.last().secondsLeft()).isEqualTo(40);
    }
}
