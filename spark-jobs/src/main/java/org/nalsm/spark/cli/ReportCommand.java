package org.nalsm.spark.cli;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.nalsm.engine.UserException;
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
import org.nalsm.spark.table.RunCatalog;
import org.nalsm.spark.table.SweepCatalog;
import org.nalsm.spark.table.SweepRow;
import org.nalsm.spark.table.TrialRow;
import org.nalsm.spark.table.TrialStatus;
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
    private static final String TRIALS = "trials";

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

    @Option(
            names = "--trials",
            description =
                    "Of a sweep: also a page for each complete trial, in the folder trials beside its page, which leads "
                            + "to them.")
    private boolean withTrials;

    @Override
    public String call() {
        // Figures are drawn in memory; a machine without a screen will do.
        System.setProperty("java.awt.headless", "true");
        Experiment given = common.experiment();
        ResultsStore results = Results.open(given);
        ResultsStore store = output == null ? results : results.readOnly();
        if (Results.isSweep(id)) {
            return sweep(store, given);
        }
        if (withTrials) {
            throw new UserException(
                    UserException.Kind.USAGE, "--trials is for the report of a sweep, and " + id + " is no sweep");
        }
        StoredRun run = Results.stored(store, Results.find(store, id), given);
        return print(run.runId(), report(run), directory(store, run.runId()));
    }

    private String sweep(ResultsStore store, Experiment given) {
        SweepRow sweep = Results.findSweep(store, id);
        List<TrialRow> trials = new SweepCatalog(store).trials(sweep.sweepId());
        Path directory = directory(store, sweep.sweepId());
        Map<String, String> links = new HashMap<>();
        for (TrialRow trial : trials) {
            if (trial.status() == TrialStatus.COMPLETE && trial.runId().isPresent()) {
                String run = trial.runId().get();
                Path page = directory.resolve(TRIALS).resolve(run);
                if (withTrials) {
                    // A run that was deleted since has no page.
                    new RunCatalog(store)
                            .find(run)
                            .ifPresent(row ->
                                    report(Results.stored(store, row, given)).writeTo(page));
                }
                if (Files.exists(page.resolve(Report.PAGE))) {
                    links.put(run, TRIALS + "/" + run + "/" + Report.PAGE);
                }
            }
        }
        Report report = SweepReport.of(store, sweep, KnownFamilies.metrics(sweep, trials), links);
        return print(sweep.sweepId(), report, directory);
    }

    private static Report report(StoredRun run) {
        return RunReport.of(run, Families.of(run.experiment()));
    }

    private String print(String fullId, Report report, Path directory) {
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

    private Path directory(ResultsStore store, String fullId) {
        if (output != null) {
            return output;
        }
        URI report = new org.apache.hadoop.fs.Path(store.report(fullId)).toUri();
        return "file".equals(report.getScheme()) ? Path.of(report.getPath()) : Path.of("nalsm-report-" + fullId);
    }
}
