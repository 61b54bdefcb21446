package org.nalsm.spark.run;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;

/**
 * {@link SequentialWork} of several runs that one device does at the same time. Each run's states are the same as if it
 * were alone, so that either way goes on where the other stopped.
 *
 * @param <R> the result of a run; travels to the driver
 */
public interface LockstepWork<R> extends Serializable {
    /** Number of runs. */
    int runs();

    /** Number of steps of a run. */
    long steps(int run);

    /**
     * Begins on the executor.
     *
     * @param from of every run the state that an earlier attempt has stored; empty for the first step
     * @throws IllegalArgumentException if a state is not one of this work
     */
    Computation<R> begin(List<Optional<PhaseState>> from);

    /** The work at some step of each run. */
    interface Computation<R> extends AutoCloseable {
        /** Does steps [from, to) of every run, of some none. */
        void advance(long[] from, long[] to);

        /** Everything that a run's later steps depend on; copies. */
        PhaseState state(int run);

        /** The result of a run after its last step. */
        R result(int run);

        /** Gives back what it holds of a device. */
        @Override
        void close();
    }
}
