package org.nalsm.spark.cli.option;

import org.nalsm.spark.results.Results;
import org.nalsm.spark.run.Experiment;
import org.nalsm.spark.run.StoredRun;
import org.nalsm.spark.table.ResultsStore;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** What every command on one run begins with: the options, the run, the results it lies in. A picocli mixin. */
public final class RunSelection {
    @Mixin
    private CommonOptions common;

    @Parameters(
            paramLabel = "RUN",
            arity = "0..1",
            description = "Run id or the beginning of it; default: the run of the given configuration.")
    private String run;

    /** Whether the result is to be one line of JSON. */
    public boolean json() {
        return common.json();
    }

    /**
     * The run.
     *
     * @throws org.nalsm.engine.UserException as {@link Results#find} and {@link Results#stored}
     */
    public StoredRun find() {
        Experiment given = common.experiment();
        ResultsStore store = Results.open(given);
        return Results.stored(store, Results.find(store, run == null ? given.runId() : run), given);
    }
}
