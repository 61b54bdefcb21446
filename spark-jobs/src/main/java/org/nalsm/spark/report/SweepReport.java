package org.nalsm.spark.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.nalsm.engine.UserException;
import org.nalsm.spark.family.Intervals;
import org.nalsm.spark.family.TrialIntervals;
import org.nalsm.spark.figure.Fonts;
import org.nalsm.spark.figure.Html;
import org.nalsm.spark.figure.Numbers;
import org.nalsm.spark.run.Metric;
import org.nalsm.spark.sweep.Halving;
import org.nalsm.spark.sweep.Leaderboard;
import org.nalsm.spark.table.ResultsStore;
import org.nalsm.spark.table.SweepCatalog;
import org.nalsm.spark.table.SweepRow;
import org.nalsm.spark.table.TrialRow;
import org.nalsm.spark.table.TrialStatus;

/** The report of a sweep, finished or not. */
public final class SweepReport {
    private static final List<Metric> ACCURACIES = List.of(Metric.VALID_ACCURACY, Metric.TEST_ACCURACY);

    private final SweepRow sweep;
    private final List<TrialRow> trials;
    private final List<TrialRow> complete;
    private final Leaderboard leaderboard;
    private final List<Metric> others;
    private final TrialIntervals intervals;
    private final Map<String, String> links;

    /**
     * @param metrics see {@link #of}
     * @param links see {@link #of}
     */
    SweepReport(SweepRow sweep, Collection<TrialRow> trials, List<Metric> metrics, Map<String, String> links) {
        this.sweep = sweep;
        this.links = Map.copyOf(links);
        this.trials = trials.stream().sorted(ParameterAxis.order(trials)).toList();
        this.complete = this.trials.stream()
                .filter(trial -> trial.status() == TrialStatus.COMPLETE)
                .toList();
        this.leaderboard = Leaderboard.of(trials);
        this.intervals = TrialIntervals.of(sweep);
        this.others = metrics.stream()
                .filter(metric -> ACCURACIES.stream().noneMatch(accuracy -> MetricText.isSame(accuracy, metric)))
                .filter(Metric::inSweeps)
                .filter(metric -> complete.stream().anyMatch(trial -> !Double.isNaN(trial.metric(metric.name()))))
                .toList();
    }

    /**
     * Reads a sweep's trials and draws their figures.
     *
     * @param metrics what the trials' model families measure, in the order of the page; of these, what no complete
     *     trial has is left out, and so is what belongs to a single run
     * @param links where the pages of runs lie, by run id, as seen from this page
     * @throws UserException NO_INPUT if no trial has a row yet or no font is installed, BAD_DATA if a file is damaged
     */
    public static Report of(ResultsStore store, SweepRow sweep, List<Metric> metrics, Map<String, String> links) {
        List<TrialRow> trials = new SweepCatalog(store).trials(sweep.sweepId());
        if (trials.isEmpty()) {
            throw new UserException(
                    UserException.Kind.NO_INPUT,
                    "sweep " + sweep.sweepId()
                            + " has no trials to report yet; 'nalsm sweep' with its file goes on with it");
        }
        Fonts.require();
        return new SweepReport(sweep, trials, metrics, links).report();
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
        return page.html("<h3>All trials</h3>\n" + all())
                .configuration(
                        Html.pairs(provenance())
                                + "<p>What all trials start from; a trial's parameters replace the values here.</p>\n",
                        sweep.config())
                .finish("Made by nalsm report from the tables of sweep " + sweep.sweepId() + ".");
    }

    private String subtitle() {
        List<String> counts = Arrays.stream(TrialStatus.values())
                .filter(status -> count(status) > 0)
                .map(status -> count(status) + " " + status.word())
                .toList();
        return sweep.sweepId() + "; " + sweep.status().word() + "; " + sweep.trials() + " trials: "
                + String.join(", ", counts);
    }

    private boolean isHalving() {
        return trials.stream().anyMatch(trial -> trial.rung().isPresent());
    }

    private long count(TrialStatus status) {
        long rows = trials.stream().filter(trial -> trial.status() == status).count();
        // A trial that nobody has begun may have no row.
        return status == TrialStatus.PENDING ? rows + Math.max(0, sweep.trials() - trials.size()) : rows;
    }

    private List<Headline> headlines() {
        List<Headline> headlines = new ArrayList<>();
        if (!leaderboard.groups().isEmpty()) {
            Leaderboard.Group best = leaderboard.groups().get(0);
            headlines.add(headline(best, Metric.VALID_ACCURACY, "best mean "));
            headlines.add(headline(best, Metric.TEST_ACCURACY, "its "));
            others.stream()
                    .filter(metric -> best.statistic(metric).n() > 0)
                    .forEach(metric -> headlines.add(headline(best, metric, "its ")));
        }
        headlines.add(new Headline(count(TrialStatus.COMPLETE) + " of " + sweep.trials(), "trials complete"));
        return headlines;
    }

    private Headline headline(Leaderboard.Group group, Metric metric, String whose) {
        return new Headline(
                MetricText.value(metric, group.statistic(metric)),
                whose
                        + MetricText.name(metric)
                        + intervals
                                .of(group.trials().get(0))
                                .beside(metric, group.statistic(metric).mean()));
    }

    private String leaderboard() {
        if (leaderboard.groups().isEmpty()) {
            return "<p class=\"missing\">No trial is complete yet.</p>\n";
        }
        List<String> keys = keys(
                leaderboard.groups().stream().map(Leaderboard.Group::parameters).toList());
        List<String> head = new ArrayList<>(List.of("rank"));
        head.addAll(keys);
        if (isHalving()) {
            head.add("rung");
        }
        head.add("n");
        metrics().forEach(metric -> head.add(column(metric)));
        List<List<String>> rows = new ArrayList<>();
        for (Leaderboard.Group group : leaderboard.groups()) {
            List<String> row = new ArrayList<>(List.of(Integer.toString(rows.size() + 1)));
            keys.forEach(key -> row.add(value(group.parameters(), key)));
            if (isHalving()) {
                row.add(Integer.toString(group.rung().orElse(0) + 1));
            }
            row.add(Integer.toString(group.trials().size()));
            Intervals sure = intervals.of(group.trials().get(0));
            metrics()
                    .forEach(metric -> row.add(MetricText.cell(metric, group.statistic(metric))
                            + sure.beside(metric, group.statistic(metric).mean())));
            rows.add(row);
        }
        return scrolling(Html.table(
                        "leaderboard", head, head.stream().map(name -> true).toList(), rows))
                + "<p class=\"caption\">" + (isHalving() ? "The highest rung that each candidate has reached. " : "")
                + "Sorted by " + (isHalving() ? "rung, then by " : "")
                + "mean validation accuracy, which alone decides the order; the test "
                + "accuracy stands beside it and chooses nothing. Trials that differ only in their seeds are "
                + "repetitions: mean ± standard deviation of n of them (a single trial has no deviation). In brackets: the 95 % "
                + "interval of a share of so many samples.</p>\n";
    }

    /** The columns of the tables: accuracies, then what else the trials know. */
    private List<Metric> metrics() {
        return Stream.concat(ACCURACIES.stream(), others.stream()).toList();
    }

    private static String column(Metric metric) {
        return MetricText.withUnit(MetricText.shortName(metric), metric);
    }

    private void parameters(Page page) {
        // The one rung that has all candidates, with equal means.
        List<TrialRow> drawn =
                complete.stream().filter(trial -> trial.rung().orElse(0) == 0).toList();
        List<ParameterAxis> axes = ParameterAxis.of(drawn);
        if (isHalving()) {
            page.html("<p>Trials of the first rung, which has all candidates.</p>\n");
        }
        if (drawn.isEmpty()) {
            page.html("<p class=\"missing\">No trial is complete, so there is nothing to draw yet.</p>\n");
        } else if (axes.isEmpty()) {
            page.html("<p class=\"missing\">The complete trials differ in nothing but seeds, so there is no "
                    + "parameter to draw against.</p>\n");
        } else {
            boolean alone = axes.size() == 1;
            axes.forEach(axis -> page.add(ParameterFigure.of(axis, drawn, others, alone || !axis.isSampled(drawn))));
            if (axes.size() == 2
                    && !(axes.get(0).isSampled(drawn) && axes.get(1).isSampled(drawn))) {
                page.add(HeatMapFigure.of(axes.get(0), axes.get(1), drawn, others));
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
        List<String> keys = keys(trials.stream().map(TrialRow::parameters).toList());
        List<String> head = new ArrayList<>(List.of("trial", "run", "status"));
        head.addAll(keys);
        if (isHalving()) {
            head.addAll(List.of("rung", "resource"));
        }
        metrics().forEach(metric -> head.add(column(metric)));
        head.add("time");
        Set<String> stopped = Halving.stopped(trials);
        List<Boolean> numeric = new ArrayList<>();
        for (int column = 0; column < head.size(); column++) {
            numeric.add(column > 2);
        }
        List<List<String>> rows = new ArrayList<>();
        for (TrialRow trial : trials) {
            List<String> row = new ArrayList<>(List.of(
                    trial.trialId(),
                    trial.runId().orElse(Numbers.UNKNOWN),
                    stopped.contains(trial.trialId())
                            ? "stopped early"
                            : trial.status().word()));
            keys.forEach(key -> row.add(value(trial.parameters(), key)));
            if (isHalving()) {
                row.add(Integer.toString(trial.rung().orElse(0) + 1));
                row.add(Numbers.whole(trial.resource().orElse(0)));
            }
            Intervals sure = intervals.of(trial);
            metrics()
                    .forEach(metric -> row.add(MetricText.cell(metric, trial.metric(metric.name()))
                            + sure.beside(metric, trial.metric(metric.name()))));
            row.add(Numbers.duration(trial.seconds()));
            rows.add(row);
        }
        return scrolling(Html.table("trials", head, numeric, rows, links));
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

    private static List<String> keys(List<SortedMap<String, String>> parameters) {
        return List.copyOf(parameters.stream()
                .flatMap(map -> map.keySet().stream())
                .collect(Collectors.toCollection(TreeSet::new)));
    }

    private static String value(Map<String, String> parameters, String key) {
        return parameters.containsKey(key) ? ParameterAxis.label(parameters.get(key)) : Numbers.UNKNOWN;
    }

    private static String text(SortedMap<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(p -> p.getKey() + " = " + ParameterAxis.label(p.getValue()))
                .collect(Collectors.joining(", "));
    }

    private static String scrolling(String table) {
        return "<div class=\"scroll\">" + table + "</div>\n";
    }
}
