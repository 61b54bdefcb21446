package org.nalsm.spark.readout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class ParallelLoopTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void everyPartRunsOnceInEveryRound(int threads) {
        try (ParallelLoop loop = new ParallelLoop(threads)) {
            for (int round = 0; round < 2000; round++) {
                AtomicIntegerArray runs = new AtomicIntegerArray(round % 7);
                loop.forEach(runs.length(), runs::incrementAndGet);
                for (int part = 0; part < runs.length(); part++) {
                    assertThat(runs.get(part)).isEqualTo(1);
                }
            }
        }
    }

    @Test
    void helpersThatWentToSleepWakeUpAgain() throws InterruptedException {
        try (ParallelLoop loop = new ParallelLoop(2)) {
            for (int round = 0; round < 5; round++) {
                Thread.sleep(20);
                // Each part waits for the other, so one thread alone could not finish.
                AtomicIntegerArray started = new AtomicIntegerArray(2);
                loop.forEach(2, part -> {
                    started.set(part, 1);
                    while (started.get(1 - part) == 0) {
                        Thread.onSpinWait();
                    }
                });
            }
        }
    }

    @Test
    void aFailureIsReportedAfterAllOtherPartsHaveRun() {
        try (ParallelLoop loop = new ParallelLoop(2)) {
            AtomicIntegerArray runs = new AtomicIntegerArray(9);
            assertThatThrownBy(() -> loop.forEach(9, part -> {
                        runs.incrementAndGet(part);
                        if (part == 3) {
                            throw new IllegalArgumentException("on purpose");
                        }
                    }))
                    .isInstanceOf(IllegalStateException.class)
                    .hasRootCauseMessage("on purpose");
            for (int part = 0; part < 9; part++) {
                assertThat(runs.get(part)).isEqualTo(1);
            }
            loop.forEach(9, runs::incrementAndGet);
            assertThat(runs.get(8)).isEqualTo(2);
        }
    }
}
