package org.nalsm.spark.cli;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.nalsm.engine.UserException;
import org.nalsm.spark.cli.option.Liquids;
import org.nalsm.spark.cli.option.Results;
import org.nalsm.spark.cli.option.RunSelection;
import org.nalsm.spark.family.liquid.ReadoutFiles;
import org.nalsm.spark.identity.CanonicalJson;
import org.nalsm.spark.run.StoredRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code nalsm export}: a run's trained readout for other programs. */
@Command(
        name = "export",
        description = "Exports the trained readout of a complete run: as a Deeplearning4j network, or its weights as "
                + "a table.",
        mixinStandardHelpOptions = true)
final class ExportCommand implements Callable<String> {
    private static final List<String> FORMATS = List.of("dl4j", "csv", "parquet");

    @Mixin
    private RunSelection selection;

    @Option(names = "--format", required = true, paramLabel = "FORMAT", description = "dl4j, csv or parquet.")
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
        if (!FORMATS.contains(format)) {
            throw new UserException(UserException.Kind.USAGE, "--format is '" + format + "'; use dl4j, csv or parquet");
        }
        StoredRun run = selection.find();
        Liquids.of("export", run);
        Results.requireComplete(run);
        List<String> files = ReadoutFiles.write(run, format, output, overwrite, Results.hadoop());
        return selection.json()
                ? CanonicalJson.write(Map.of("run_id", run.runId(), "format", format, "files", files))
                : String.join(System.lineSeparator(), files);
    }
}
