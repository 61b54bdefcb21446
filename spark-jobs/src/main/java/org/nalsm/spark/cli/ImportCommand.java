package org.nalsm.spark.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.nalsm.engine.UserException;
import org.nalsm.spark.cli.option.CommonOptions;
import org.nalsm.spark.cli.option.ProgressOption;
import org.nalsm.spark.family.Families;
import org.nalsm.spark.results.Results;
import org.nalsm.spark.run.Experiment;
import org.nalsm.spark.run.ImportFolder;
import org.nalsm.spark.run.ImportedModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code nalsm import}: a run with what another program has learned. */
@Command(
        name = "import",
        description = {
            "Takes what another program has learned, and runs the phases after training: of diehl-cook the published "
                    + "program's weights.npy and theta.npy.",
            "The configuration must be that of the training; the same command again goes on where a run stopped."
        },
        mixinStandardHelpOptions = true)
final class ImportCommand implements Callable<String> {
    @Mixin
    private CommonOptions common;

    @Mixin
    private ProgressOption progressOption;

    @Option(
            names = {"-v", "--verbose"},
            description = "Shows all of the configuration, defaults too.")
    private boolean verbose;

    @Option(names = "--overwrite", description = "Deletes what an earlier run of this import left, and runs it again.")
    private boolean overwrite;

    @Option(names = "--name", paramLabel = "TEXT", description = "What people are to call the run.")
    private String name;

    @Parameters(paramLabel = "DIR", description = "Directory of the files (local or any Hadoop file system).")
    private String directory;

    @Override
    public String call() {
        Experiment given = common.experiment();
        ImportedModel model = Families.of(given)
                .readImport(given, new ImportFolder(directory, Results.hadoop()))
                .orElseThrow(() -> new UserException(
                        UserException.Kind.USAGE,
                        "a run of " + given.config().model() + " cannot begin with another program's files; set "
                                + "model.name to diehl-cook or csdp"));
        Experiment experiment = Experiment.of(common.load(model.settings()));
        return new WholeRun(
                        overwrite,
                        common.json(),
                        verbose,
                        Optional.ofNullable(name),
                        progressOption.console(),
                        model::store)
                .of(experiment);
    }
}
