package org.nalsm.spark.cli;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.nalsm.engine.dataset.Split;
import org.nalsm.spark.config.CanonicalJson;
import org.nalsm.spark.job.BranchingFactorJob;
import org.nalsm.spark.table.RunRow;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code nalsm branching-factor}: spikes that follow a spike, per spike before it, in the recorded samples. */
@Command(
    name = "branching-factor",
    description = "Branching factor of a run's recorded samples; below 1 activity dies out, above 1 it grows.",
    mixinStandardHelpOptions = true)
final class BranchingFactorCommand implements Callable<String> {
    @Mixin
    private RunSelection selection;

    @Mixin
    private SplitOption splitOption;

    @Override
    public String call() {
        Split split = splitOption.split();
        RunSelection.Selected selected = selection.find();
        RunRow row = selected.row();
        BranchingFactorJob.Result result = new BranchingFactorJob(selected.experiment(), selected.store(),
                Results.channels(selected.experiment())).run(split);
        if (selection.json()) {
            return CanonicalJson.write(Map.of("run_id", row.runId(), "split", split.label(),
                    "samples", result.samples(), "branching_factor", result.mean()));
        }
        return String.format(Locale.ROOT, "run %s (%s, %s): branching factor %.3f, mean of %d recorded %s samples",
                row.runId(), row.model(), row.dataset(), result.mean(), result.samples(), split.label());
    }
}
