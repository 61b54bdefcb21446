package org.nalsm.spark.cli;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.nalsm.engine.UserException;
import org.nalsm.spark.config.CanonicalJson;
import org.nalsm.spark.job.Experiment;
import org.nalsm.spark.report.Figure;
import org.nalsm.spark.report.Report;
import org.nalsm.spark.report.RunReport;
import org.nalsm.spark.report.SweepReport;
import org.nalsm.spark.table.ResultsStore;
import org.nalsm.spark.table.RunRow;
import org.nalsm.spark.table.SweepRow;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code nalsm report}: a page with figures about a run or a sweep. */
@Command(
        name = "report",
        description = "Writes an HTML page and its figures about a run or a sweep, and prints where the page is.",
        mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<String> {
    @Mixin
    private CommonOptions common;

    @Parameters(paramLabel = "ID", description = "Run (r-...) or sweep (s-...), or the beginning of its id.")
    private String id;

    @Option(
            names = "--output",
            paramLabel = "DIR",
            description = "Local directory for the page and its folder "
                    + "figures; default: reports/ID in output.dir if that is local, else nalsm-report-ID here.")
    private Path output;

    @Override
    public String call() {
        // Figures are drawn in memory; a machine without a screen will do.
        System.setProperty("java.awt.headless", "true");
        ResultsStore store = Results.open(Experiment.of(common.load(), CodeVersion.current()));
        if (id.startsWith("s-")) {
            SweepRow sweep = findSweep(store);
            return write(store, sweep.sweepId(), SweepReport.of(store, sweep));
        }
        RunRow row = Results.find(store, id);
        Experiment experiment = Results.experiment(row);
        return write(store, row.runId(), RunReport.of(store, row, experiment));
    }

    private SweepRow findSweep(ResultsStore store) {
        List<SweepRow> matches = store.sweeps().readAll().stream()
                .filter(row -> row.sweepId().startsWith(id))
                .toList();
        if (matches.isEmpty()) {
            throw new UserException(
                    UserException.Kind.NO_INPUT,
                    "no sweep '" + id + "' in " + store.root() + "; check the id and output.dir");
        }
        if (matches.size() > 1) {
            throw new UserException(
                    UserException.Kind.USAGE,
                    "'" + id + "' begins the ids of " + matches.size() + " sweeps in " + store.root()
                            + "; give more of the id");
        }
        return matches.get(0);
    }

    private String write(ResultsStore store, String fullId, Report report) {
        Path directory = output != null ? output : defaultDirectory(store, fullId);
        Path page = report.writeTo(directory);
        if (!common.json()) {
            return page.toString();
        }
        List<String> figures = report.figures().stream()
                .map(Figure::fileName)
                .map(name -> page.resolveSibling(Report.FIGURES).resolve(name).toString())
                .toList();
        return CanonicalJson.write(Map.of("id", fullId, "page", page.toString(), "figures", figures));
    }

    private static Path defaultDirectory(ResultsStore store, String fullId) {
        URI root = new org.apache.hadoop.fs.Path(store.root()).toUri();
        return "file".equals(root.getScheme())
                ? Path.of(root.getPath(), "reports", fullId)
                : Path.of("nalsm-report-" + fullId);
    }
}
