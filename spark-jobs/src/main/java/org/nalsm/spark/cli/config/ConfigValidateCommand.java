package org.nalsm.spark.cli.config;

import java.util.Map;
import java.util.concurrent.Callable;
import org.nalsm.spark.cli.option.CommonOptions;
import org.nalsm.spark.config.ResolvedSweep;
import org.nalsm.spark.family.Families;
import org.nalsm.spark.identity.CanonicalJson;
import org.nalsm.spark.run.Experiment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code nalsm config validate}: says that a configuration is right, or everything that is wrong. */
@Command(
        name = "validate",
        description = {
            "Checks a configuration and prints its run id.",
            "In local mode that includes whether this machine has what it asks for; what a cluster has is seen at the"
                    + " start of a run."
        },
        mixinStandardHelpOptions = true)
final class ConfigValidateCommand implements Callable<String> {
    @Mixin
    private CommonOptions common;

    @Override
    public String call() {
        return common.isSweep() ? sweep(common.loadSweep()) : run();
    }

    private String run() {
        Experiment experiment = common.experiment();
        Families.of(experiment).check(experiment);
        String runId = experiment.runId();
        return common.json() ? CanonicalJson.write(Map.of("valid", true, "run_id", runId)) : "valid; run id " + runId;
    }

    /** Trials that are possible are valid; the others would be recorded as failed. */
    private String sweep(ResolvedSweep sweep) {
        String id = sweep.id();
        long impossible = sweep.trials().stream()
                .filter(trial -> trial.error().isPresent())
                .count();
        return common.json()
                ? CanonicalJson.write(Map.of(
                        "valid",
                        true,
                        "sweep_id",
                        id,
                        "trials",
                        sweep.trials().size(),
                        "impossible_trials",
                        impossible))
                : "valid; sweep id " + id + ", " + sweep.trials().size() + " trials"
                        + (impossible == 0
                                ? ""
                                : ", " + impossible + " of them impossible: see 'nalsm sweep --dry-run'");
    }
}
