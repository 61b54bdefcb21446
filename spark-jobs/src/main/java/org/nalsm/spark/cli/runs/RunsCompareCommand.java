package org.nalsm.spark.cli.runs;

import java.util.concurrent.Callable;
import org.nalsm.engine.UserException;
import org.nalsm.spark.cli.option.CommonOptions;
import org.nalsm.spark.identity.CanonicalJson;
import org.nalsm.spark.results.Results;
import org.nalsm.spark.table.ResultsStore;
import org.nalsm.spark.table.RunRow;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code nalsm runs compare}: where two runs differ. */
@Command(
        name = "compare",
        description = "Shows where two runs differ: configuration key by key, then what came out.",
        mixinStandardHelpOptions = true)
final class RunsCompareCommand implements Callable<String> {
    @Mixin
    private CommonOptions common;

    @Parameters(index = "0", paramLabel = "RUN_A", description = "Run id, or the beginning of it.")
    private String runA;

    @Parameters(index = "1", paramLabel = "RUN_B", description = "Another one; differences are this one minus RUN_A.")
    private String runB;

    @Option(names = "--all", description = "Shows what is equal too.")
    private boolean all;

    @Override
    public String call() {
        ResultsStore store = Results.open(common.experiment());
        RunRow a = Results.find(store, runA);
        RunRow b = Results.find(store, runB);
        if (a.runId().equals(b.runId())) {
            throw new UserException(
                    UserException.Kind.USAGE,
                    "'" + runA + "' and '" + runB + "' are the same run, " + a.runId()
                            + "; 'nalsm runs show' shows one run");
        }
        RunComparison comparison = new RunComparison(RunFields.of(a, store), RunFields.of(b, store), all);
        return common.json() ? CanonicalJson.write(comparison.fields()) : comparison.text();
    }
}
