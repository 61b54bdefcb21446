package org.nalsm.spark.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.nalsm.spark.cli.option.CommonOptions;
import org.nalsm.spark.cli.option.ProgressOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code nalsm train}: the whole experiment. */
@Command(
        name = "train",
        description = {
            "Runs an experiment from raw samples to test accuracy, phase by phase.",
            "The same command again goes on where a run stopped."
        },
        mixinStandardHelpOptions = true)
final class TrainCommand implements Callable<String> {
    @Mixin
    private CommonOptions common;

    @Mixin
    private ProgressOption progressOption;

    @Option(
            names = {"-v", "--verbose"},
            description = "Shows all of the configuration, defaults too.")
    private boolean verbose;

    @Option(
            names = "--overwrite",
            description = "Deletes what an earlier run of this configuration left, and runs it again.")
    private boolean overwrite;

    @Option(
            names = "--name",
            paramLabel = "TEXT",
            description = "What people are to call the run; changes neither its id nor a result ('runs tag' too).")
    private String name;

    @Override
    public String call() {
        return new WholeRun(
                        overwrite,
                        common.json(),
                        verbose,
                        Optional.ofNullable(name),
                        progressOption.console(),
                        (experiment, store) -> {})
                .of(common.experiment());
    }
}
