package org.nalsm.spark.run;

import java.util.Map;
import java.util.Optional;

/**
 * A part of a run that leaves its result on disk and is not repeated where that is there. Phases of a run come in a
 * fixed order; each can be killed at any time and run again.
 */
public interface Phase {
    /** Name in messages and in the column {@code seconds} of table {@code runs}, such as {@code initialisation}. */
    String name();

    /** Whether its result is on disk, all of it. */
    boolean isDone();

    /**
     * Does what is missing, which may be nothing: the run may have been killed before its row told of this phase.
     *
     * @return what was measured, by name of the {@link Metric}; all of it where the phase finds it on disk
     */
    Map<String, Double> run(Progress progress);

    /** What computed in the last {@link #run}, such as the names of GPUs; empty where nothing did or nobody cares. */
    default Optional<String> devices() {
        return Optional.empty();
    }
}
