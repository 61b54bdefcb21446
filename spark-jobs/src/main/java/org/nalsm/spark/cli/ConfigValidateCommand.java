package org.nalsm.spark.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import org.nalsm.spark.config.CanonicalJson;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code nalsm config validate}: says that a configuration is right, or everything that is wrong. */
@Command(
    name = "validate",
    description = "Checks a configuration and prints its run id.",
    mixinStandardHelpOptions = true)
final class ConfigValidateCommand implements Callable<String> {
    @Mixin
    private CommonOptions common;

    @Override
    public String call() {
        String runId = common.load().runId(CodeVersion.current());
        return common.json()
            ? CanonicalJson.write(Map.of("valid", true, "run_id", runId))
            : "valid; run id " + runId;
    }
}
