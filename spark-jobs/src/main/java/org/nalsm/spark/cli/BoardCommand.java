package org.nalsm.spark.cli;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.nalsm.engine.UserException;
import org.nalsm.spark.board.Board;
import org.nalsm.spark.cli.option.CommonOptions;
import org.nalsm.spark.family.Families;
import org.nalsm.spark.figure.Fonts;
import org.nalsm.spark.figure.ReportSection;
import org.nalsm.spark.results.Results;
import org.nalsm.spark.run.Experiment;
import org.nalsm.spark.run.StoredRun;
import org.nalsm.spark.table.ResultsStore;
import org.nalsm.spark.table.RunRow;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code nalsm board}: pages about the results, for a browser, until Ctrl-C. */
@Command(
        name = "board",
        description =
                "Shows the runs and sweeps in output.dir in a browser, and follows those that run; writes nothing.",
        mixinStandardHelpOptions = true)
final class BoardCommand implements Callable<String> {
    private static final int HIGHEST_PORT = 65535;

    @Mixin
    private CommonOptions common;

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "6257",
            description = "Port to listen on, 0 for any that is free; default: ${DEFAULT-VALUE}.")
    private int port;

    @Option(
            names = "--host",
            paramLabel = "NAME",
            defaultValue = "localhost",
            description =
                    "Name or address to listen on; default: ${DEFAULT-VALUE}, which no other machine reaches. Whoever "
                            + "reaches another one can read all results.")
    private String host;

    @Override
    public String call() throws InterruptedException {
        if (port < 0 || port > HIGHEST_PORT) {
            throw new UserException(UserException.Kind.USAGE, "--port " + port + ": expected 0 to " + HIGHEST_PORT);
        }
        System.setProperty("java.awt.headless", "true");
        Experiment given = common.experiment();
        ResultsStore store = Results.open(given).readOnly();
        Optional<String> warning = notThere(store);
        try (Board board = Board.start(store, run -> sections(store, run, given), host, port)) {
            System.err.println("Board of " + store.root() + ": " + board.address() + "  (Ctrl-C ends it)");
            warning.ifPresent(System.err::println);
            new CountDownLatch(1).await();
        }
        return "";
    }

    /** A run that is about to begin makes the directory; a board of a mistyped one would stay empty without a word. */
    static Optional<String> notThere(ResultsStore store) {
        return store.isThere()
                ? Optional.empty()
                : Optional.of("nalsm: output.dir = " + store.root()
                        + " is not there (yet): the board is empty until a run begins in it");
    }

    private static List<ReportSection> sections(ResultsStore store, RunRow row, Experiment given) {
        Fonts.require();
        StoredRun run = Results.stored(store, row, given);
        return Families.of(run.experiment()).report(run);
    }
}
