package org.nalsm.spark.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.nalsm.engine.UserException;
import org.nalsm.spark.sweep.Leaderboard;
import org.nalsm.spark.sweep.Statistic;
import org.nalsm.spark.table.ResultsStore;
import org.nalsm.spark.table.SweepRow;
import org.nalsm.spark.table.TrialRow;
import org.nalsm.spark.table.TrialStatus;

/** The report of a sweep, finished or not. */
public final class SweepReport {
    private final SweepRow sweep;
    private final List<TrialRow> trials;
    private final List<TrialRow> complete;
    private final Leaderboard leaderboard;

    SweepReport(SweepRow sweep, List<TrialRow> trials) {
        this.sweep = sweep;
        this.trials = trials;
        this.complete = trials.stream()
                .filter(trial -> trial.status() == TrialStatus.COMPLETE)
                .toList();
        this.leaderboard = Leaderboard.of(trials);
    }

    /**
     * Reads a sweep's trials and draws their figures.
     *
     * @throws UserException NO_INPUT if no trial has a row yet, BAD_DATA if a file is damaged
     */
    public static Report of(ResultsStore store, SweepRow sweep) {
        List<TrialRow> trials = store.sweeps().trials(sweep.sweepId());
        if (trials.isEmpty()) {
            throw new UserException(
                    UserException.Kind.NO_INPUT,
                    "sweep " + sweep.sweepId()
                            + " has no trials to report yet; 'nalsm sweep' with its file goes on with it");
        }
        Fonts.require();
        return new SweepReport(sweep, trials).report();
    }

    Report report() {
        Page page = new Page("Sweep " + (sweep.name().isEmpty() ? sweep.sweepId() : sweep.name()), subtitle())
                .headlines(headlines());
        long unfinished = count(TrialStatus.PENDING) + count(TrialStatus.RUNNING);
        if (unfinished > 0) {
            page.note(unfinished + " of " + sweep.trials() + " trials are not finished; this report shows what is "
                    + "there so far.");
        }
        page.section("leaderboard", "Leaderboard").html(leaderboard());
        page.section("parameters", "Parameters");
        parameters(page);
        page.section("trials", "Trials");
        if (count(TrialStatus.FAILED) > 0) {
            page.html("<h3>Failed trials</h3>\n" + failed());
        }
        page.html("<h3>All trials</h3>\n" + all())
                .runOnSection("configuration", "Configuration")
                .html(Html.pairs(provenance()))
                .html("<p>What all trials start from; a trial's parameters replace the values here.</p>\n")
                .html(Settings.table(sweep.config()));
        return page.finish("Made by nalsm report from the tables of sweep " + sweep.sweepId() + ".");
    }

    private String subtitle() {
        List<String> counts = Arrays.stream(TrialStatus.values())
                .filter(status -> count(status) > 0)
                .map(status -> count(status) + " " + status.word())
                .toList();
        return sweep.sweepId() + "; " + sweep.status().word() + "; " + sweep.trials() + " trials: "
                + String.join(", ", counts);
    }

    private long count(TrialStatus status) {
        long rows = trials.stream().filter(trial -> trial.status() == status).count();
        // A trial that nobody has begun may have no row.
        return status == TrialStatus.PENDING ? rows + Math.max(0, sweep.trials() - trials.size()) : rows;
    }

    private List<Page.Headline> headlines() {
        List<Page.Headline> headlines = new ArrayList<>();
        if (!leaderboard.groups().isEmpty()) {
            Leaderboard.Group best = leaderboard.groups().get(0);
            headlines.add(new Page.Headline(share(best.validAccuracy()), "best mean validation accuracy"));
            headlines.add(new Page.Headline(share(best.testAccuracy()), "its test accuracy"));
            if (best.branchingFactor().n() > 0) {
                headlines.add(new Page.Headline(figure(best.branchingFactor(), 1, 2), "its branching factor"));
            }
        }
        headlines.add(new Page.Headline(count(TrialStatus.COMPLETE) + " of " + sweep.trials(), "trials complete"));
        return headlines;
    }

    private String leaderboard() {
        if (leaderboard.groups().isEmpty()) {
            return "<p class=\"missing\">No trial is complete yet.</p>\n";
        }
        List<String> keys = new ArrayList<>(keys(
                leaderboard.groups().stream().map(Leaderboard.Group::parameters).toList()));
        List<String> head = new ArrayList<>(List.of("rank"));
        head.addAll(keys);
        head.addAll(List.of("n", "validation (%)", "test (%)", "branching factor"));
        List<List<String>> rows = new ArrayList<>();
        for (Leaderboard.Group group : leaderboard.groups()) {
            List<String> row = new ArrayList<>(List.of(Integer.toString(rows.size() + 1)));
            keys.forEach(key -> row.add(value(group.parameters(), key)));
            row.add(Integer.toString(group.trials().size()));
            row.add(figure(group.validAccuracy(), 100, 2));
            row.add(figure(group.testAccuracy(), 100, 2));
            row.add(figure(group.branchingFactor(), 1, 3));
            rows.add(row);
        }
        return scrolling(Html.table(
                        "leaderboard", head, head.stream().map(name -> true).toList(), rows))
                + "<p class=\"caption\">Sorted by mean validation accuracy, which alone decides the order; the test "
                + "accuracy stands beside it and chooses nothing. Trials that differ only in their seeds are "
                + "repetitions: mean ± standard deviation of n of them (a single trial has no deviation).</p>\n";
    }

    private void parameters(Page page) {
        List<ParameterAxis> axes = ParameterAxis.of(complete);
        if (complete.isEmpty()) {
            page.html("<p class=\"missing\">No trial is complete, so there is nothing to draw yet.</p>\n");
        } else if (axes.isEmpty()) {
            page.html("<p class=\"missing\">The complete trials differ in nothing but seeds, so there is no "
                    + "parameter to draw against.</p>\n");
        } else {
            axes.forEach(axis -> page.add(ParameterFigure.of(axis, complete)));
            if (axes.size() == 2) {
                page.add(HeatMapFigure.of(axes.get(0), axes.get(1), complete));
            }
        }
    }

    private String failed() {
        List<List<String>> rows = trials.stream()
                .filter(trial -> trial.status() == TrialStatus.FAILED)
                .map(trial -> List.of(
                        trial.trialId(), text(trial.parameters()), trial.error().orElse("no message")))
                .toList();
        return Html.table("failed", List.of("trial", "parameters", "error"), List.of(false, false, false), rows);
    }

    private String all() {
        List<String> keys =
                new ArrayList<>(keys(trials.stream().map(TrialRow::parameters).toList()));
        List<String> head = new ArrayList<>(List.of("trial", "run", "status"));
        head.addAll(keys);
        head.addAll(List.of("validation (%)", "test (%)", "branching factor", "time"));
        List<Boolean> numeric = new ArrayList<>();
        for (int column = 0; column < head.size(); column++) {
            numeric.add(column > 2);
        }
        List<List<String>> rows = new ArrayList<>();
        for (TrialRow trial : trials) {
            List<String> row = new ArrayList<>(List.of(
                    trial.trialId(),
                    trial.runId().orElse(Numbers.UNKNOWN),
                    trial.status().word()));
            keys.forEach(key -> row.add(value(trial.parameters(), key)));
            row.addAll(List.of(
                    Numbers.decimals(100 * trial.validAccuracy(), 2),
                    Numbers.decimals(100 * trial.testAccuracy(), 2),
                    Numbers.decimals(trial.branchingFactor(), 3),
                    Numbers.duration(trial.seconds())));
            rows.add(row);
        }
        return scrolling(Html.table("trials", head, numeric, rows));
    }

    private List<List<String>> provenance() {
        return List.of(
                List.of("sweep", sweep.sweepId()),
                List.of("status", sweep.status().word()),
                List.of("started", Numbers.time(sweep.startedAt())),
                List.of("finished", sweep.finishedAt().map(Numbers::time).orElse(Numbers.UNKNOWN)),
                List.of(
                        "time of all trials",
                        Numbers.duration(trials.stream()
                                .mapToDouble(TrialRow::seconds)
                                .filter(seconds -> !Double.isNaN(seconds))
                                .sum())));
    }

    private static TreeSet<String> keys(List<SortedMap<String, String>> parameters) {
        return parameters.stream().flatMap(map -> map.keySet().stream()).collect(Collectors.toCollection(TreeSet::new));
    }

    private static String value(Map<String, String> parameters, String key) {
        return parameters.containsKey(key) ? ParameterAxis.label(parameters.get(key)) : Numbers.UNKNOWN;
    }

    private static String text(SortedMap<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(p -> p.getKey() + " = " + ParameterAxis.label(p.getValue()))
                .collect(Collectors.joining(", "));
    }

    private static String share(Statistic statistic) {
        return figure(statistic, 100, 2) + (statistic.n() > 0 ? " %" : "");
    }

    /** Mean and, of repetitions, standard deviation. */
    private static String figure(Statistic statistic, double scale, int decimals) {
        return Numbers.decimals(scale * statistic.mean(), decimals)
                + (statistic.n() > 1 ? " ± " + Numbers.decimals(scale * statistic.standardDeviation(), decimals) : "");
    }

    private static String scrolling(String table) {
        return "<div class=\"scroll\">" + table + "</div>\n";
    }
}
