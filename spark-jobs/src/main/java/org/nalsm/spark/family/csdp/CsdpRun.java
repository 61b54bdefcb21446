package org.nalsm.spark.family.csdp;

import org.nalsm.spark.run.RunContext;
import org.nalsm.spark.table.ResultsStore;

/**
 * What the phases of a CSDP run have in common.
 *
 * @param context the run
 * @param settings its experiment
 */
record CsdpRun(RunContext context, CsdpSettings settings) {
    static CsdpRun of(RunContext context) {
        return new CsdpRun(context, CsdpSettings.of(context.experiment()));
    }

    String runId() {
        return context.experiment().runId();
    }

    ResultsStore store() {
        return context.store();
    }
}
