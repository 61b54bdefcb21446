package org.nalsm.spark.cli;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.nalsm.engine.UserException;
import org.nalsm.engine.dataset.Split;
import org.nalsm.spark.config.CanonicalJson;
import org.nalsm.spark.job.BranchingFactorJob;
import org.nalsm.spark.job.Experiment;
import org.nalsm.spark.table.ResultsStore;
import org.nalsm.spark.table.RunRow;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code nalsm branching-factor}: spikes that follow a spike, per spike before it, in the recorded samples. */
@Command(
    name = "branching-factor",
    description = "Branching factor of a run's recorded samples; below 1 activity dies out, above 1 it grows.",
    mixinStandardHelpOptions = true)
final class BranchingFactorCommand implements Callable<String> {
    @Mixin
    private CommonOptions common;

    @Parameters(paramLabel = "RUN", arity = "0..1",
        description = "Run id or the beginning of it; default: the run of the given configuration.")
    private String run;

    @Option(names = "--split", defaultValue = "test", description = "train, valid or test (default: ${DEFAULT-VALUE}).")
    private String split;

    @Override
    public String call() {
        if (!List.of("train", "valid", "test").contains(split)) {
            throw new UserException(UserException.Kind.USAGE, "--split is '" + split + "'; use train, valid or test");
        }
        Experiment given = Experiment.of(common.load(), CodeVersion.current());
        ResultsStore store = Results.open(given);
        RunRow row = Results.find(store, run == null ? given.runId() : run);
        Experiment experiment = Results.experiment(row);
        BranchingFactorJob.Result result = new BranchingFactorJob(experiment, store, Results.channels(experiment))
                .run(Split.labelled(split));
        if (common.json()) {
            return CanonicalJson.write(Map.of("run_id", row.runId(), "split", split, "samples", result.samples(),
                    "branching_factor", result.mean()));
        }
        return String.format(Locale.ROOT, "run %s (%s, %s): branching factor %.3f, mean of %d recorded %s samples",
                row.runId(), row.model(), row.dataset(), result.mean(), result.samples(), split);
    }
}
