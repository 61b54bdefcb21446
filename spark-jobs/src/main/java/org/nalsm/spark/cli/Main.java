package org.nalsm.spark.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.nalsm.engine.UserException;
import org.nalsm.spark.cli.benchmark.BenchmarkCommand;
import org.nalsm.spark.cli.config.ConfigCommand;
import org.nalsm.spark.cli.console.JsonConsole;
import org.nalsm.spark.cli.console.Printable;
import org.nalsm.spark.cli.option.ProgressOption;
import org.nalsm.spark.cli.runs.RunsCommand;
import org.nalsm.spark.cluster.ClusterTrouble;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Entry point of {@code nalsm} and of spark-submit, and the only class that prints results and exits.
 * Exit codes: 0, 64 usage, 65 bad data, 66 no input, 70 internal, 73 cannot write, 78 bad configuration.
 */
@Command(
        name = "nalsm",
        description =
                "Trains spiking models on Apache Spark: liquid state machines with and without astrocytes, Diehl and"
                        + " Cook's unsupervised network, LSNNs, and networks with CSDP.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        versionProvider = ProjectVersion.class,
        subcommands = {
            TrainCommand.class,
            SweepCommand.class,
            EvaluateCommand.class,
            BranchingFactorCommand.class,
            KernelQualityCommand.class,
            BenchmarkCommand.class,
            RunsCommand.class,
            ReportCommand.class,
            BoardCommand.class,
            ExportCommand.class,
            ImportCommand.class,
            NetworkCommand.class,
            SimulateCommand.class,
            PredictCommand.class,
            DatasetsCommand.class,
            ConfigCommand.class,
            AutoComplete.GenerateCompletion.class,
            CommandLine.HelpCommand.class,
        })
public final class Main {
    static final int INTERNAL_ERROR = 70;

    private static final Logger LOG = LoggerFactory.getLogger(Main.class);
    private static final String PREFIX = "nalsm: ";

    private Main() {}

    public static void main(String[] args) {
        System.exit(run(System.out, System.err, args));
    }

    /** Runs one command line and returns the exit code. */
    static int run(PrintStream out, PrintStream err, String... args) {
        CommandLine commandLine = commandLine(out, err);
        try {
            int exitCode = commandLine.execute(args);
            printResult(out, commandLine.getParseResult());
            last(commandLine.getParseResult())
                    .flatMap(command -> ProgressOption.forMachines(command.getCommandSpec()))
                    .ifPresent(console -> console.end(exitCode));
            return exitCode;
        } catch (Error e) {
            // picocli hands on exceptions but not errors, such as an exhausted heap.
            return failure(err, e);
        } finally {
            out.flush();
            err.flush();
        }
    }

    private static CommandLine commandLine(PrintStream out, PrintStream err) {
        return new CommandLine(new Main())
                .setOut(new PrintWriter(out, true, Charset.defaultCharset()))
                .setErr(new PrintWriter(err, true, Charset.defaultCharset()))
                .setExpandAtFiles(false)
                .setParameterExceptionHandler((e, args) -> usageError(err, e))
                .setExecutionExceptionHandler((e, failed, parsed) -> failure(failed.getCommandSpec(), err, e));
    }

    /** The command that was meant. */
    private static Optional<CommandLine> last(CommandLine.ParseResult parsed) {
        return Optional.ofNullable(parsed)
                .map(CommandLine.ParseResult::asCommandLineList)
                .map(commands -> commands.get(commands.size() - 1));
    }

    /** Nothing for a command that failed or only showed its help. */
    private static void printResult(PrintStream out, CommandLine.ParseResult parsed) {
        if (last(parsed).map(CommandLine::getExecutionResult).orElse(null) instanceof String raw) {
            String text = Printable.of(raw);
            out.print(text.endsWith("\n") || text.isEmpty() ? text : text + System.lineSeparator());
        }
    }

    private static int usageError(PrintStream err, CommandLine.ParameterException e) {
        String message =
                String.valueOf(e.getMessage()).replaceAll("\\s*\\R\\s*", " ").strip();
        if (e instanceof CommandLine.UnmatchedArgumentException unmatched
                && !unmatched.getSuggestions().isEmpty()) {
            message += ": did you mean '" + unmatched.getSuggestions().get(0) + "'?";
        }
        int exitCode = UserException.Kind.USAGE.exitCode();
        CommandSpec command = e.getCommandLine().getCommandSpec();
        String text = Printable.of(message) + "; see '" + command.qualifiedName() + " --help'";
        ProgressOption.forMachines(command)
                .ifPresentOrElse(console -> console.failed(text, exitCode), () -> err.println(PREFIX + text));
        return exitCode;
    }

    /** As an event where all lines are events, else as lines of text. */
    private static int failure(CommandSpec command, PrintStream err, Throwable e) {
        Optional<JsonConsole> machines = ProgressOption.forMachines(command);
        if (machines.isEmpty()) {
            return failure(err, e);
        }
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        int exitCode = failure(new PrintStream(text, true, StandardCharsets.UTF_8), e);
        String lines = text.toString(StandardCharsets.UTF_8).replaceAll("(?m)^" + PREFIX, "");
        machines.get().failed(lines.strip(), exitCode);
        return exitCode;
    }

    static int failure(PrintStream err, Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            // A task that meets a broken file fails on an executor, and Spark wraps what it threw.
            if (cause instanceof UserException mendable) {
                String.valueOf(mendable.getMessage()).lines().forEach(line -> err.println(PREFIX + Printable.of(line)));
                LOG.debug("thrown at", e);
                return mendable.kind().exitCode();
            }
        }
        return ClusterTrouble.find(e).map(trouble -> failure(err, trouble)).orElseGet(() -> internalError(err, e));
    }

    private static int internalError(PrintStream err, Throwable e) {
        err.println(PREFIX + "internal error, please report it with what follows:");
        e.printStackTrace(err);
        return INTERNAL_ERROR;
    }
}
