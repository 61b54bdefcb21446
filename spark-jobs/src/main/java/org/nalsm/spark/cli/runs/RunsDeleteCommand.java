package org.nalsm.spark.cli.runs;

import java.io.Console;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.nalsm.engine.UserException;
import org.nalsm.spark.cli.console.TextTable;
import org.nalsm.spark.cli.option.CommonOptions;
import org.nalsm.spark.identity.CanonicalJson;
import org.nalsm.spark.note.RunNotes;
import org.nalsm.spark.results.Results;
import org.nalsm.spark.run.Metric;
import org.nalsm.spark.table.ResultsStore;
import org.nalsm.spark.table.RunCatalog;
import org.nalsm.spark.table.RunLease;
import org.nalsm.spark.table.RunRow;
import org.nalsm.spark.table.RunStatus;
import org.nalsm.spark.table.SweepCatalog;
import org.nalsm.spark.table.SweepRow;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code nalsm runs delete}: frees the disk of runs that are not wanted any more. */
@Command(
        name = "delete",
        description =
                "Deletes runs and all of their data, names and notes too. Networks stay: other runs may use them.",
        mixinStandardHelpOptions = true)
final class RunsDeleteCommand implements Callable<String> {
    private static final String ENOUGH_OF_AN_ID = "r-[0-9a-f]{4,}";

    /** Puts a question to the user and returns the answer; absent without a terminal. */
    private final Optional<UnaryOperator<String>> terminal;

    @Mixin
    private CommonOptions common;

    @Parameters(arity = "1..*", paramLabel = "RUN", description = "Run ids, or the beginnings of them.")
    private List<String> runs;

    @Option(
            names = {"-y", "--yes"},
            description = "Deletes without asking; needed where there is no terminal.")
    private boolean yes;

    @Option(
            names = "--force",
            description =
                    "Deletes runs that are marked running but are not written any more, and trials of sweeps, too.")
    private boolean force;

    RunsDeleteCommand() {
        this(Optional.ofNullable(System.console()).map(RunsDeleteCommand::asking));
    }

    RunsDeleteCommand(Optional<UnaryOperator<String>> terminal) {
        this.terminal = terminal;
    }

    private static UnaryOperator<String> asking(Console console) {
        return question -> console.readLine("%s ", question);
    }

    @Override
    public String call() {
        ResultsStore store = Results.open(common.experiment());
        RunCatalog catalog = new RunCatalog(store);
        Map<String, RunRow> chosen = new LinkedHashMap<>();
        for (String run : runs) {
            RunRow row = Results.find(store, run);
            checkIsMeant(run, row);
            chosen.put(row.runId(), row);
        }
        if (!force) {
            chosen.values().forEach(row -> checkNotRunning(store, row));
            checkNoTrials(store, chosen.keySet());
        }
        Map<String, Long> bytes = new LinkedHashMap<>();
        chosen.keySet().forEach(run -> bytes.put(run, catalog.bytes(run)));
        if (!yes && !isConfirmed(chosen, bytes, store.root())) {
            return common.json() ? json(Map.of()) : "nothing deleted";
        }
        bytes.keySet().forEach(run -> delete(run, store, catalog));
        return common.json() ? json(bytes) : "deleted" + System.lineSeparator() + table(chosen, bytes);
    }

    /** Not under the hands of a driver that writes it, whatever the user says. */
    private static void delete(String run, ResultsStore store, RunCatalog catalog) {
        RunLease lease = RunLease.take(store, run);
        try (lease) {
            catalog.delete(run);
            new RunNotes(store).delete(run);
        }
    }

    /** Without a question, a run goes only by an id that cannot be a slip of the hand. */
    private void checkIsMeant(String id, RunRow row) {
        if (yes && !id.equals(row.runId()) && !id.matches(ENOUGH_OF_AN_ID)) {
            throw new UserException(
                    UserException.Kind.USAGE,
                    "'" + id + "' is too little of an id to delete run " + row.runId()
                            + " by without being asked; give more of the id, r- and at least four digits");
        }
    }

    private static void checkNotRunning(ResultsStore store, RunRow row) {
        if (row.status() == RunStatus.RUNNING) {
            String program = RunLease.holder(store, row.runId())
                    .map(holder -> "is being written by " + holder + "; end that process first")
                    .orElse("is marked running; if no program works on it any more, --force deletes it");
            throw new UserException(
                    UserException.Kind.USAGE,
                    "run " + row.runId() + " " + program + " ('nalsm train' with its configuration would finish it)");
        }
    }

    /** A sweep that is started again would run the trial anew, and its report would lack it. */
    private static void checkNoTrials(ResultsStore store, Set<String> chosen) {
        SweepCatalog sweeps = new SweepCatalog(store);
        for (SweepRow sweep : sweeps.readAll()) {
            sweeps.trials(sweep.sweepId()).stream()
                    .flatMap(trial -> trial.runId().stream())
                    .filter(chosen::contains)
                    .findFirst()
                    .ifPresent(run -> {
                        throw new UserException(
                                UserException.Kind.USAGE,
                                "run " + run + " is a trial of sweep " + sweep.sweepId() + " (" + sweep.name()
                                        + "); --force deletes it all the same");
                    });
        }
    }

    private boolean isConfirmed(Map<String, RunRow> chosen, Map<String, Long> bytes, String root) {
        if (terminal.isEmpty()) {
            throw new UserException(
                    UserException.Kind.USAGE,
                    "would delete "
                            + String.join(", ", chosen.keySet()) + " (" + size(total(bytes))
                            + "); there is no terminal to "
                            + "ask on, so say --yes if you mean it");
        }
        String question = table(chosen, bytes) + "Delete " + (chosen.size() == 1 ? "this run" : "these runs") + " from "
                + root + "? [y/N]";
        String answer = terminal.get().apply(question);
        return answer != null && answer.strip().toLowerCase(Locale.ROOT).matches("y|yes");
    }

    private static String table(Map<String, RunRow> chosen, Map<String, Long> bytes) {
        TextTable table = new TextTable()
                .left("run")
                .left("status")
                .left("model")
                .left("dataset")
                .right("test %")
                .right("size");
        chosen.forEach((run, row) -> {
            long size = bytes.getOrDefault(run, 0L);
            table.row(
                    run,
                    row.status().word(),
                    row.model(),
                    row.dataset(),
                    Metric.TEST_ACCURACY.formatNumber(row.outcome().testAccuracy()),
                    size(size));
        });
        if (bytes.size() > 1) {
            table.row(bytes.size() + " runs", "", "", "", "", size(total(bytes)));
        }
        return table.toString();
    }

    private static String json(Map<String, Long> bytes) {
        List<Map<String, Object>> deleted = new ArrayList<>();
        bytes.forEach((run, size) -> deleted.add(Map.of("run_id", run, "bytes", size)));
        return CanonicalJson.write(Map.of("deleted", deleted, "bytes", total(bytes)));
    }

    private static long total(Map<String, Long> bytes) {
        return bytes.values().stream().collect(Collectors.summingLong(Long::longValue));
    }

    /** With three digits or so: 512 B, 1.5 MB. */
    static String size(long bytes) {
        String[] units = {"B", "kB", "MB", "GB", "TB"};
        double value = bytes;
        int unit = 0;
        while (value >= 999.95 && unit < units.length - 1) {
            value /= 1000;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", value, units[unit]);
    }
}
