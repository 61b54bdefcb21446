package org.nalsm.spark.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.nalsm.engine.UserException;
import org.nalsm.spark.figure.Fonts;
import org.nalsm.spark.figure.Html;
import org.nalsm.spark.figure.Numbers;
import org.nalsm.spark.figure.ReportSection;
import org.nalsm.spark.run.Metric;
import org.nalsm.spark.run.ModelFamily;
import org.nalsm.spark.run.StoredRun;
import org.nalsm.spark.table.RunCatalog;
import org.nalsm.spark.table.RunRow;
import org.nalsm.spark.table.RunStatus;

/** The report of a complete run: what every run has, around the sections of its model family. */
public final class RunReport {
    private static final int MOST_HEADLINES = 5;

    private final RunRow row;
    private final List<Metric> metrics;
    private final List<String> phases;

    private RunReport(RunRow row, ModelFamily family) {
        this.row = row;
        this.metrics = family.metrics();
        this.phases = family.phaseNames();
    }

    /**
     * Reads a run and draws its figures; the family may compute and store what they lack.
     *
     * @param family of the run's model
     * @throws UserException NO_INPUT if the run is not complete or no font is installed, BAD_DATA if a file is damaged
     */
    public static Report of(StoredRun run, ModelFamily family) {
        RunRow row = run.row();
        if (row.status() != RunStatus.COMPLETE) {
            throw new UserException(
                    UserException.Kind.NO_INPUT,
                    "run " + row.runId() + " is " + row.status().word()
                            + " and has no report yet; 'nalsm train' with its configuration finishes it");
        }
        Fonts.require();
        // Before the family stores what it computes, which may be in the place of what is missing.
        Optional<String> incomplete = new RunCatalog(run.store()).whyIncomplete(row);
        return new RunReport(row, family).report(incomplete, family.summary(run), family.report(run));
    }

    private Report report(Optional<String> incomplete, String summary, List<ReportSection> sections) {
        Page page = new Page("Run " + row.runId(), summary).headlines(headlines());
        incomplete.ifPresent(why -> page.note("This run " + why + ". What is no longer there is left out."));
        sections.forEach(page::add);
        return page.section("provenance", "Provenance")
                .html(Html.pairs(provenance()))
                .configuration("", row.config())
                .finish("Made by nalsm report from the tables of run " + row.runId() + ".");
    }

    private List<Page.Headline> headlines() {
        return metrics.stream()
                .filter(metric -> !Double.isNaN(row.outcome().metric(metric.name())))
                .limit(MOST_HEADLINES)
                .map(metric -> new Page.Headline(metric.format(row.outcome().metric(metric.name())), metric.title()))
                .toList();
    }

    private List<List<String>> provenance() {
        RunRow.Provenance made = row.provenance();
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("run", row.runId()));
        rows.add(List.of("results version", whole(made.resultsVersion())));
        rows.add(List.of(
                "code version",
                made.codeVersion() + (made.codeCommit().isEmpty() ? "" : ", commit " + made.codeCommit())));
        rows.add(List.of("Spark version", made.sparkVersion()));
        rows.add(List.of("backend", made.backend()));
        if (!row.parts().networkId().isEmpty()) {
            rows.add(List.of("network", row.parts().networkId()));
        }
        rows.add(List.of("seeds", seeds()));
        rows.add(List.of("started", Numbers.time(row.startedAt())));
        rows.add(List.of("finished", row.finishedAt().map(Numbers::time).orElse(Numbers.UNKNOWN)));
        rows.add(List.of("time", time()));
        rows.addAll(measured());
        return rows;
    }

    private String seeds() {
        String run = "run.seed " + row.parts().runSeed();
        return row.parts().networkSeed().isPresent()
                ? "network.seed " + row.parts().networkSeed().getAsLong() + ", " + run
                : run;
    }

    private String time() {
        String byPhase = row.outcome().seconds(phases).entrySet().stream()
                .map(phase -> phase.getKey() + " " + Numbers.duration(phase.getValue()))
                .collect(Collectors.joining(", "));
        return Numbers.duration(row.outcome().totalSeconds()) + (byPhase.isEmpty() ? "" : " (" + byPhase + ")");
    }

    /** Every metric that is known: the family's in their order, then what a later version may have measured. */
    private List<List<String>> measured() {
        SortedMap<String, Double> others = new TreeMap<>(row.outcome().measured());
        List<List<String>> rows = new ArrayList<>();
        for (Metric metric : metrics) {
            Double value = others.remove(metric.name());
            if (value != null) {
                rows.add(List.of(metric.title(), metric.format(value)));
            }
        }
        others.forEach((name, value) -> rows.add(List.of(name, Numbers.significant(value))));
        return rows;
    }

    private static String whole(OptionalInt number) {
        return number.isPresent() ? Integer.toString(number.getAsInt()) : Numbers.UNKNOWN;
    }
}
