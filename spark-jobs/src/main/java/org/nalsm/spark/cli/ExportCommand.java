package org.nalsm.spark.cli;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.nalsm.engine.UserException;
import org.nalsm.spark.cli.option.RunSelection;
import org.nalsm.spark.family.Families;
import org.nalsm.spark.identity.CanonicalJson;
import org.nalsm.spark.results.Results;
import org.nalsm.spark.run.ExportFolder;
import org.nalsm.spark.run.ModelFamily;
import org.nalsm.spark.run.StoredRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code nalsm export}: what a run has learned, for other programs. */
@Command(
        name = "export",
        description =
                "Writes what a complete run has learned as files for other programs: of a liquid its readout (dl4j, "
                        + "csv, parquet) or all of it with its readout (npz), of diehl-cook the NumPy files of the published program (npy), of an lsnn its weights and "
                        + "delays (npy, npz), of csdp the NumPy files of the published program (npz).",
        mixinStandardHelpOptions = true)
final class ExportCommand implements Callable<String> {
    @Mixin
    private RunSelection selection;

    @Option(
            names = "--format",
            required = true,
            paramLabel = "FORMAT",
            description = "dl4j, csv, parquet, npy or npz, whichever the run's model has.")
    private String format;

    @Option(
            names = "--output",
            required = true,
            paramLabel = "DIR",
            description = "Directory of the files (local or any Hadoop file system).")
    private String output;

    @Option(names = "--overwrite", description = "Replaces files that are there already.")
    private boolean overwrite;

    @Override
    public String call() {
        StoredRun run = selection.find();
        ModelFamily family = Families.of(run.experiment());
        List<String> formats = family.exportFormats();
        if (!formats.contains(format)) {
            throw new UserException(
                    UserException.Kind.USAGE,
                    "--format is '" + format + "'; a run of " + run.row().model()
                            + (formats.isEmpty() ? " has nothing to export" : " has " + String.join(", ", formats)));
        }
        Results.requireComplete(run);
        List<String> files = family.export(run, format, new ExportFolder(output, overwrite, Results.hadoop()));
        return selection.json()
                ? CanonicalJson.write(Map.of("run_id", run.runId(), "format", format, "files", files))
                : String.join(System.lineSeparator(), files);
    }
}
