package org.nalsm.spark.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.List;
import org.nalsm.engine.UserException;
import org.nalsm.spark.cli.benchmark.BenchmarkCommand;
import org.nalsm.spark.cli.config.ConfigCommand;
import org.nalsm.spark.cli.console.Printable;
import org.nalsm.spark.cli.runs.RunsCommand;
import org.nalsm.spark.cluster.ClusterTrouble;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;

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
                .setExecutionExceptionHandler((e, failed, parsed) -> failure(err, e));
    }

    /** Nothing for a command that failed or only showed its help. */
    private static void printResult(PrintStream out, CommandLine.ParseResult parsed) {
        if (parsed == null) {
            return;
        }
        List<CommandLine> commands = parsed.asCommandLineList();
        Object result = commands.get(commands.size() - 1).getExecutionResult();
        if (result instanceof String raw) {
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
        err.println(PREFIX + Printable.of(message) + "; see '"
                + e.getCommandLine().getCommandSpec().qualifiedName() + " --help'");
        return UserException.Kind.USAGE.exitCode();
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
