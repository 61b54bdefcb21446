package org.nalsm.spark.faults;

import static org.assertj.core.api.Assertions.fail;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** For what other processes do in their own time. */
final class Waiting {
    private static final Duration LIMIT = Duration.ofSeconds(600);
    private static final Duration STEP = Duration.ofMillis(20);

    private Waiting() {}

    static void until(String what, BooleanSupplier condition) {
        for (Duration waited = Duration.ZERO; !condition.getAsBoolean(); waited = waited.plus(STEP)) {
            if (waited.compareTo(LIMIT) > 0) {
                fail(what + ": not within " + LIMIT);
            }
            pause(STEP);
        }
    }

    static void pause(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
