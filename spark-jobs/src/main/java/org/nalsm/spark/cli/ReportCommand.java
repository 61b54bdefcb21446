package org.nalsm.spark.cli;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.nalsm.spark.cli.option.CommonOptions;
import org.nalsm.spark.family.Families;
import org.nalsm.spark.family.KnownFamilies;
import org.nalsm.spark.figure.Figure;
import org.nalsm.spark.identity.CanonicalJson;
import org.nalsm.spark.report.Report;
import org.nalsm.spark.report.RunReport;
import org.nalsm.spark.report.SweepReport;
import org.nalsm.spark.results.Results;
import org.nalsm.spark.run.Experiment;
import org.nalsm.spark.run.StoredRun;
import org.nalsm.spark.table.ResultsStore;
import org.nalsm.spark.table.SweepCatalog;
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
        Experiment given = common.experiment();
        ResultsStore store = Results.open(given);
        if (Results.isSweep(id)) {
            SweepRow sweep = Results.findSweep(store, id);
            return write(
                    store,
                    sweep.sweepId(),
                    SweepReport.of(
                            store,
                            sweep,
                            KnownFamilies.metrics(sweep, new SweepCatalog(store).trials(sweep.sweepId()))));
        }
        StoredRun run = Results.stored(store, Results.find(store, id), given);
        return write(store, run.runId(), RunReport.of(run, Families.of(run.experiment())));
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
        URI report = new org.apache.hadoop.fs.Path(store.report(fullId)).toUri();
        return "file".equals(report.getScheme()) ? Path.of(report.getPath()) : Path.of("nalsm-report-" + fullId);
    }
}
