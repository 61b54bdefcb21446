package org.nalsm.spark.cli;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.nalsm.engine.dataset.Split;
import org.nalsm.spark.cli.option.Liquids;
import org.nalsm.spark.cli.option.RunSelection;
import org.nalsm.spark.cli.option.SplitOption;
import org.nalsm.spark.family.liquid.BranchingFactorJob;
import org.nalsm.spark.identity.CanonicalJson;
import org.nalsm.spark.run.StoredRun;
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
        StoredRun stored = selection.find();
        Liquids.of("branching-factor", stored);
        RunRow row = stored.row();
        BranchingFactorJob.Result result =
                new BranchingFactorJob(stored.experiment(), stored.store().orReadOnly()).run(split);
        if (selection.json()) {
            Map<String, Object> fields = new HashMap<>(Map.of(
                    "run_id",
                    row.runId(),
                    "split",
                    split.label(),
                    "recorded",
                    result.recorded(),
                    "samples",
                    result.samples()));
            fields.put("branching_factor", CanonicalJson.orNull(result.mean()));
            return CanonicalJson.write(fields);
        }
        String run = "run %s (%s, %s): ".formatted(row.runId(), row.model(), row.dataset());
        if (result.samples() == 0) {
            return run
                    + "no branching factor: none of the %d recorded %s samples has spikes to follow"
                            .formatted(result.recorded(), split.label());
        }
        return run
                + String.format(
                        Locale.ROOT,
                        "branching factor %.3f, mean of %d recorded %s samples%s",
                        result.mean(),
                        result.samples(),
                        split.label(),
                        result.samples() == result.recorded()
                                ? ""
                                : "; %d more have no spikes to follow".formatted(result.recorded() - result.samples()));
    }
}
