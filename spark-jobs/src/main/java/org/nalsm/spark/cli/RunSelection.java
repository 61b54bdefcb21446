package org.nalsm.spark.cli;

import org.nalsm.spark.job.Experiment;
import org.nalsm.spark.table.ResultsStore;
import org.nalsm.spark.table.RunRow;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** What every command on one run begins with: the options, the run, the results it lies in. A picocli mixin. */
final class RunSelection {
    @Mixin
    private CommonOptions common;

    @Parameters(
            paramLabel = "RUN",
            arity = "0..1",
            description = "Run id or the beginning of it; default: the run of the given configuration.")
    private String run;

    /**
     * A run on disk.
     *
     * @param given the experiment of the command line, which names the results and where data lies here
     * @param experiment the experiment of the run
     */
    record Selected(Experiment given, ResultsStore store, RunRow row, Experiment experiment) {}

    boolean json() {
        return common.json();
    }

    /** @throws org.nalsm.engine.UserException NO_INPUT if there is no such run */
    Selected find() {
        Experiment given = Experiment.of(common.load(), CodeVersion.current());
        ResultsStore store = Results.open(given);
        RunRow row = Results.find(store, run == null ? given.runId() : run);
        return new Selected(given, store, row, Results.experiment(row, given));
    }
}
