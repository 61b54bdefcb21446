package org.nalsm.spark.cli.config;

import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.nalsm.spark.cli.option.CommonOptions;
import org.nalsm.spark.config.ResolvedConfig;
import org.nalsm.spark.identity.CanonicalJson;
import org.nalsm.spark.identity.ResultsVersion;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code nalsm config show}: what would run, and where each value comes from. */
@Command(
        name = "show",
        description = "Prints every key with its value and origin, as a file that --config can read.",
        mixinStandardHelpOptions = true)
final class ConfigShowCommand implements Callable<String> {
    @Mixin
    private CommonOptions common;

    @Override
    public String call() {
        ResolvedConfig config = common.load();
        String runId = config.runId();
        if (common.json()) {
            Map<String, String> origins = config.entries().stream()
                    .collect(Collectors.toMap(ResolvedConfig.Entry::key, ResolvedConfig.Entry::origin));
            return "{\"config\":" + config.json()
                    + ",\"origins\":" + CanonicalJson.write(origins)
                    + ",\"run_id\":" + CanonicalJson.write(runId) + "}";
        }
        return "# precedence: --set > --config (later wins) > reference.conf\n"
                + "# run id: " + runId + " (results version " + ResultsVersion.CURRENT + ")\n"
                + String.join("\n", config.describeWithOrigins());
    }
}
