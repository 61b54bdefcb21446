package org.nalsm.spark.family.lsnn;

import org.nalsm.spark.run.RunContext;

/**
 * What the phases of an LSNN's run have in common.
 *
 * @param context the run
 * @param model its experiment
 */
record LsnnRun(RunContext context, LsnnModel model) {
    static LsnnRun of(RunContext context) {
        return new LsnnRun(context, LsnnModel.of(context.experiment()));
    }

    String runId() {
        return context.experiment().runId();
    }
}
