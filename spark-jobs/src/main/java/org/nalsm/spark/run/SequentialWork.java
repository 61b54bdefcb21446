package org.nalsm.spark.run;

import java.io.Serializable;
import java.util.Optional;

/**
 * What a {@link SequentialJob} computes: n steps, each from the state that the one before has left. It travels to an
 * executor, so what is large in it is broadcast.
 *
 * @param <R> the result; travels to the driver
 */
public interface SequentialWork<R> extends Serializable {
    /** Number of steps. */
    long steps();

    /**
     * Begins on the executor.
     *
     * @param from the state that an earlier attempt has stored; empty for the first step
     * @throws IllegalArgumentException if the state is not one of this work
     */
    Computation<R> begin(Optional<PhaseState> from);

    /** The work at some step, in one thread. Equal states go on to equal results, bit for bit. */
    interface Computation<R> {
        /**
         * Does one step.
         *
         * @param step its number, from 0
         */
        void advance(long step);

        /** Everything that later steps depend on; copies. */
        PhaseState state();

        /** Validation accuracy when it was last measured, 0 to 1, for the display; NaN where there is none (yet). */
        default double validAccuracy() {
            return Double.NaN;
        }

        /** The result after the last step. */
        R result();
    }
}
