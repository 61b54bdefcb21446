package org.nalsm.spark.family.diehlcook;

import org.nalsm.spark.run.RunContext;
import org.nalsm.spark.table.ResultsStore;

/**
 * What the phases of a run have in common.
 *
 * @param context the run
 * @param settings its experiment
 */
record DiehlCookRun(RunContext context, DiehlCookSettings settings) {
    static DiehlCookRun of(RunContext context) {
        return new DiehlCookRun(context, DiehlCookSettings.of(context.experiment()));
    }

    String runId() {
        return context.experiment().runId();
    }

    ResultsStore store() {
        return context.store();
    }

    /** Whether the network was trained elsewhere. */
    boolean isImported() {
        return !settings.keys().imported().isEmpty();
    }
}
