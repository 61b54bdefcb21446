package org.nalsm.spark.cli;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.nalsm.spark.config.CanonicalJson;
import org.nalsm.spark.job.Experiment;
import org.nalsm.spark.table.ResultsStore;
import org.nalsm.spark.table.RunRow;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code nalsm runs list}: one line a run, the newest last. */
@Command(
    name = "list",
    description = "Lists the runs in output.dir, the newest last.",
    mixinStandardHelpOptions = true)
final class RunsListCommand implements Callable<String> {
    private static final String FORMAT = "%-15s %-9s %-12s %-14s %8s %8s %10s  %s%n";

    @Mixin
    private CommonOptions common;

    @Override
    public String call() {
        ResultsStore store = Results.open(Experiment.of(common.load(), CodeVersion.current()));
        List<RunRow> rows = store.runs().readAll().stream().sorted(Comparator.comparing(RunRow::startedAt)).toList();
        if (common.json()) {
            return CanonicalJson.write(rows.stream().map(RunsShowCommand::fields).toList());
        }
        if (rows.isEmpty()) {
            return "no runs in " + store.root();
        }
        StringBuilder text = new StringBuilder(String.format(FORMAT, "run", "status", "model", "dataset",
                "valid %", "test %", "time", "started (UTC)"));
        for (RunRow row : rows) {
            text.append(String.format(FORMAT, row.runId(), row.status().word(), row.model(), row.dataset(),
                    percent(row.scores().validAccuracy()), percent(row.scores().testAccuracy()),
                    Double.isNaN(row.seconds().total()) ? "-" : ConsoleProgress.duration(row.seconds().total()),
                    row.startedAt().toString().replaceAll("\\..*", "").replace('T', ' ')));
        }
        return text.toString();
    }

    private static String percent(double share) {
        return Double.isNaN(share) ? "-" : String.format(Locale.ROOT, "%.2f", 100 * share);
    }
}
