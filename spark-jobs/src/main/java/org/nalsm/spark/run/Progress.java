package org.nalsm.spark.run;

import org.nalsm.spark.table.RunRow;

/** Learns how far a run is; what to show and how often is its own business. Called from several threads. */
public interface Progress {
    /** Shows nothing. */
    Progress NONE = new Progress() {
        @Override
        public void begin(String phase, long total, String unit) {}

        @Override
        public void resume(long done) {}

        @Override
        public void at(long done, String detail) {}

        @Override
        public void end() {}
    };

    /** A phase begins: {@code total} units of work, such as 70,000 samples. */
    void begin(String phase, long total, String unit);

    /** So much of the phase's work was found done, and it goes on from there. */
    void resume(long done);

    /** So much of the phase's work is done; {@code detail} is a short remark or empty. */
    void at(long done, String detail);

    /** The phase is over. */
    void end();

    /**
     * A metric of the run as it is known at this point of the phase, such as the validation accuracy of a network in
     * training. Told after {@link #at}; for who wants more of it than the remark.
     *
     * @param metric its name
     */
    default void measured(String metric, double value) {}

    /** The run's row was written: when it begins, after each of its phases, and when it ends. */
    default void row(RunRow row) {}
}
