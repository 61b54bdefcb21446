package org.nalsm.spark.cli.benchmark;

import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import org.nalsm.spark.benchmark.Load;
import org.nalsm.spark.benchmark.Rounds;
import org.nalsm.spark.benchmark.Variant;
import org.nalsm.spark.benchmark.VariantRunner;
import org.nalsm.spark.benchmark.VariantSummary;
import org.nalsm.spark.cli.console.Console;
import org.nalsm.spark.cli.console.Interruption;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/** How much the simulation benchmarks measure. A picocli mixin. */
final class LoadOptions {
    @Option(
            names = "--samples",
            defaultValue = "100",
            description = "Samples of a pass, the first of the training split (default: ${DEFAULT-VALUE}).")
    private int samples;

    @Option(
            names = "--warm-up",
            defaultValue = "3",
            description = "Passes before measuring, beside one that counts spikes (default: ${DEFAULT-VALUE}).")
    private int warmUp;

    @Option(names = "--passes", defaultValue = "7", description = "Measured passes (default: ${DEFAULT-VALUE}).")
    private int passes;

    @Option(names = "--threads", defaultValue = "1", description = "Samples at a time (default: ${DEFAULT-VALUE}).")
    private int threads;

    @Option(
            names = "--snapshots",
            defaultValue = "2000",
            description = "Snapshots of the liquid's initialisation; it takes initialisation.snapshots in a run "
                    + "(default: ${DEFAULT-VALUE}).")
    private int snapshots;

    @Option(
            names = "--initialisations",
            defaultValue = "1",
            description = "How often initialisation is measured (default: ${DEFAULT-VALUE}).")
    private int initialisations;

    @Option(
            names = "--rounds",
            defaultValue = "2",
            description = "How often each variant is measured, in turns, in a new Java virtual machine every time "
                    + "(default: ${DEFAULT-VALUE}).")
    private int rounds;

    /** @throws org.nalsm.engine.UserException USAGE if a number is out of its range */
    Load load() {
        Load.atLeast("--rounds", rounds, 1);
        return new Load(threads, samples, warmUp, passes, snapshots, initialisations);
    }

    /** How often each variant is measured. */
    int rounds() {
        return rounds;
    }

    /**
     * Measures variants in turns.
     *
     * @param err standard error
     * @return empty if Ctrl-C ended it
     */
    Optional<List<VariantSummary>> measure(List<Variant> variants, VariantRunner runner, PrintStream err) {
        String message = "the benchmark stops; nothing of it is kept";
        Console console = Console.of(Console.PLAIN, err);
        try (Interruption interruption = new Interruption(runner::stop, message, console::warn)) {
            return interruption.unlessStopped(() -> new Rounds(runner, rounds).measure(variants));
        }
    }

    /**
     * A command that measures something by itself and has commands below it must not be given options for them.
     *
     * @throws CommandLine.ParameterException if options precede the name of the command below
     */
    static void refuseOptionsBefore(CommandSpec command) {
        List<OptionSpec> before = command.parent() == null
                ? List.of()
                : command.parent().commandLine().getParseResult().matchedOptions();
        if (!before.isEmpty()) {
            throw new CommandLine.ParameterException(
                    command.commandLine(), before.get(0).longestName() + " must follow '" + command.name() + "'");
        }
    }
}
