package org.nalsm.spark.cli.runs;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.nalsm.engine.UserException;
import org.nalsm.spark.cli.option.CommonOptions;
import org.nalsm.spark.identity.CanonicalJson;
import org.nalsm.spark.results.Results;
import org.nalsm.spark.table.ResultsStore;
import org.nalsm.spark.table.RunCatalog;
import org.nalsm.spark.table.RunManifest;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExitCodeGenerator;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code nalsm runs verify}: whether a run's files hold what was written. */
@Command(
        name = "verify",
        description = "Reads all files of a complete run, those of its network too, and says which are missing or "
                + "damaged.",
        mixinStandardHelpOptions = true)
final class RunsVerifyCommand implements Callable<String>, IExitCodeGenerator {
    @Mixin
    private CommonOptions common;

    @Parameters(paramLabel = "RUN", description = "Run id, or the beginning of it.")
    private String run;

    private int exitCode;

    @Override
    public String call() {
        ResultsStore store = Results.open(common.experiment());
        String runId = Results.find(store, run).runId();
        RunCatalog runs = new RunCatalog(store);
        List<String> wrong = runs.verify(runId);
        if (!wrong.isEmpty()) {
            exitCode = UserException.Kind.BAD_DATA.exitCode();
        }
        int files =
                runs.findManifest(runId).map(RunManifest::files).map(List::size).orElse(0);
        if (common.json()) {
            return CanonicalJson.write(Map.of("run_id", runId, "files", files, "wrong", wrong));
        }
        return wrong.isEmpty()
                ? String.format(Locale.ROOT, "run %s: all %,d files are whole", runId, files)
                : String.join(System.lineSeparator(), wrong);
    }

    /** 65 if a file is not whole. */
    @Override
    public int getExitCode() {
        return exitCode;
    }
}
