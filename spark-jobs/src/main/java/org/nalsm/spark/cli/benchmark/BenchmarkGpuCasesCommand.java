package org.nalsm.spark.cli.benchmark;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.nalsm.spark.benchmark.GpuCases;
import org.nalsm.spark.benchmark.Load;
import org.nalsm.spark.cli.option.CommonOptions;
import org.nalsm.spark.cli.option.Liquids;
import org.nalsm.spark.config.DataConfig;
import org.nalsm.spark.identity.CanonicalJson;
import org.nalsm.spark.run.Experiment;
import org.nalsm.spark.sample.SampleSource;
import org.nalsm.spark.sample.SampleSources;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code nalsm benchmark gpu-cases}: what a GPU is checked and measured with where there is no Java. */
@Command(
        name = "gpu-cases",
        description = "Writes a liquid, encoded samples and the CPU's spike counts as NumPy files, with which "
                + "submit/gpu-check.py checks and measures a GPU on a machine without Java.",
        mixinStandardHelpOptions = true)
final class BenchmarkGpuCasesCommand implements Callable<String> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private CommonOptions common;

    @Option(
            names = "--output",
            required = true,
            paramLabel = "DIR",
            description = "Local directory of the files, MODEL-NEURONS-DATASET-samples.npz and -initialisation.npz; "
                    + "files that are there already are replaced.")
    private Path output;

    @Option(
            names = "--samples",
            defaultValue = "2000",
            description = "The first samples of the training split (default: ${DEFAULT-VALUE}).")
    private int samples;

    @Option(
            names = "--snapshots",
            defaultValue = "2000",
            description = "Snapshots of the liquid's initialisation; it takes initialisation.snapshots in a run "
                    + "(default: ${DEFAULT-VALUE}).")
    private int snapshots;

    private final Function<DataConfig, SampleSource> source;

    /** As the command line makes it. */
    BenchmarkGpuCasesCommand() {
        this(SampleSources::load);
    }

    /** @param source loads a dataset */
    BenchmarkGpuCasesCommand(Function<DataConfig, SampleSource> source) {
        this.source = source;
    }

    @Override
    public String call() {
        LoadOptions.refuseOptionsBefore(spec);
        Load.atLeast("--samples", samples, 1);
        Load.atLeast("--snapshots", snapshots, 0);
        Experiment experiment = common.experiment();
        Liquids.of("benchmark gpu-cases", experiment);
        GpuCases cases =
                new GpuCases(experiment, source.apply(experiment.config().data()));
        List<String> files = cases.write(output, samples, snapshots).stream()
                .map(Path::toString)
                .toList();
        return common.json()
                ? CanonicalJson.write(Map.of("files", files))
                : files.stream().collect(Collectors.joining(System.lineSeparator()));
    }
}
