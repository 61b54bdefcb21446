package org.nalsm.spark.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nalsm.spark.figure.Exhibit;
import org.nalsm.spark.figure.Figure;
import org.nalsm.spark.figure.FigureFiles;
import org.nalsm.spark.figure.Numbers;
import org.nalsm.spark.run.Metric;
import org.nalsm.spark.table.RunStatus;
import org.nalsm.spark.table.SweepRow;
import org.nalsm.spark.table.TrialRow;
import org.nalsm.spark.table.TrialStatus;

class SweepReportTest {
    private static final String NAME = "<b>weights</b> & \"more\"";
    private static final Metric BRANCHING =
            new Metric("branching_factor", "branching factor", Metric.Unit.NUMBER, 3, true);
    private static final Metric SPIKES = new Metric("spikes", "spikes a sample", Metric.Unit.NUMBER, 0, true);
    private static final List<Metric> METRICS = List.of(
            Metric.TRAIN_ACCURACY,
            Metric.VALID_ACCURACY,
            Metric.BEST_EPOCH,
            Metric.TEST_ACCURACY,
            BRANCHING,
            SPIKES,
            Metric.SAMPLES_PER_SECOND);

    @BeforeAll
    static void withoutAScreen() {
        System.setProperty("java.awt.headless", "true");
    }

    /** Mean of 0.90, 0.92, 0.97 is 0.93; deviations -0.03, -0.01, 0.04; sum of squares 0.0026; / 2; root 0.03606. */
    @Test
    void repetitionsAreOneLineWithMeanDeviationAndNumber() {
        String html = report(
                        4,
                        complete(Map.of("w", "0.1", "network.seed", "1"), 0.90, 0.80, 1.0),
                        complete(Map.of("w", "0.1", "network.seed", "2"), 0.92, 0.81, 1.1),
                        complete(Map.of("w", "0.1", "network.seed", "3"), 0.97, 0.82, 1.2),
                        complete(Map.of("w", "0.2", "network.seed", "1"), 0.91, 0.99, 1.5))
                .html();
        List<List<String>> rows = table(html, "leaderboard");
        assertThat(rows)
                .containsExactly(
                        List.of("1", "0.1", "3", "93.00 ± 3.61", "81.00 ± 1.00", "1.100 ± 0.100"),
                        List.of("2", "0.2", "1", "91.00", "99.00", "1.500"));
        assertThat(html).contains("<dd>93.00 ± 3.61 %</dd>").contains("<dd>81.00 ± 1.00 %</dd>");
        assertThat(html).contains("<dt>its branching factor</dt><dd>1.100 ± 0.100</dd>");
        assertThat(table(html, "trials")).hasSize(4);
    }

    @Test
    void failedTrialsAreListedWithTheirErrorAndDrawNothing() {
        Report report = report(
                3,
                complete(Map.of("w", "1"), 0.9, 0.9, 1),
                complete(Map.of("w", "2"), 0.8, 0.8, 1),
                new TrialRow(
                        "t-x",
                        Optional.empty(),
                        new TreeMap<>(Map.of("w", "-1")),
                        TrialStatus.FAILED,
                        Optional.of("w is <-1>; use 0 & more"),
                        Double.NaN,
                        Double.NaN,
                        Double.NaN,
                        new TreeMap<>(),
                        0.1));
        assertThat(table(report.html(), "failed"))
                .containsExactly(List.of("t-x", "w = -1", "w is &lt;-1&gt;; use 0 &amp; more"));
        assertThat(table(report.html(), "leaderboard")).hasSize(2);
        assertThat(ParameterAxis.of(List.of(complete(Map.of("w", "1"), 1, 1, 1))))
                .isEmpty();
    }

    @Test
    void whatUsersWroteIsEscaped() {
        String html = report(1, complete(Map.of("model.name", "\"<script>alert(1)</script>\""), 0.9, 0.9, 1))
                .html();
        assertThat(html)
                .doesNotContain("<b>")
                .doesNotContain("<script>alert")
                .contains("&lt;b&gt;weights&lt;/b&gt; &amp;");
    }

    @Test
    void aParameterHasAFigureAndTwoHaveAHeatMap() {
        List<TrialRow> trials = new ArrayList<>();
        for (String theta : List.of("1", "2", "30")) {
            for (String model : List.of("\"lsm\"", "\"nalsm\"")) {
                trials.add(complete(
                        Map.of("theta", theta, "model.name", model, "run.seed", "7"),
                        0.9 + 0.001 * theta.length(),
                        0.8,
                        1.25));
            }
        }
        Report report = report(6, trials.toArray(TrialRow[]::new));
        assertThat(report.figures())
                .extracting(Figure::fileName)
                .containsExactly("parameter-model-name.svg", "parameter-theta.svg", "heat-map.svg");
        report.figures().forEach(FigureFiles::check);
        assertThat(report(6, trials.toArray(TrialRow[]::new)).html())
                .as("same input, same bytes")
                .isEqualTo(report.html());
    }

    @Test
    void valuesOfARandomSearchAreNotJoinedAndHaveNoHeatMap() {
        List<TrialRow> trials = new ArrayList<>();
        for (int k = 0; k < 6; k++) {
            trials.add(complete(Map.of("v", "0." + (k * 5 % 7), "w", "1." + k), 0.9 - 0.1 * (k % 2), 0.8, 1.25));
        }
        List<ParameterAxis> axes = ParameterAxis.of(trials);
        assertThat(axes).hasSize(2).allMatch(axis -> axis.isSampled(trials));
        Report random = report(6, trials.toArray(TrialRow[]::new));
        assertThat(random.figures()).extracting(Figure::fileName).containsExactly("parameter-v.svg", "parameter-w.svg");
        trials.add(complete(Map.of("v", "0.0", "w", "1.1"), 0.9, 0.8, 1.25));
        assertThat(ParameterAxis.of(trials)).as("0.0 and 1.1 occur twice").noneMatch(axis -> axis.isSampled(trials));
        Report joined = report(7, trials.toArray(TrialRow[]::new));
        assertThat(lines(joined)).as("a line a panel and quantity").isGreaterThan(lines(random) + 3);
        joined.figures().forEach(FigureFiles::check);
    }

    /** Segments of the polylines of the first figure. */
    private static long lines(Report report) {
        String svg = new String(report.figures().get(0).content(), StandardCharsets.UTF_8);
        return Pattern.compile("<line |<path d=\"M[^\"]*L[^\"]*L")
                .matcher(svg)
                .results()
                .count();
    }

    @Test
    void anAxisIsSortedAsItsValuesAre() {
        assertThat(axis("10", "2", "0.5").values()).containsExactly("0.5", "2", "10");
        assertThat(axis("10", "2", "0.5").logarithmic()).isTrue();
        assertThat(axis("10", "2", "1").logarithmic()).as("exactly a decade").isFalse();
        assertThat(axis("-1", "2", "100").logarithmic()).isFalse();
        ParameterAxis words = axis("\"b\"", "1", "\"a\"");
        assertThat(words.numeric()).isFalse();
        assertThat(words.logarithmic()).isFalse();
        assertThat(ParameterAxis.of(List.of(
                        complete(Map.of("network.seed", "1"), 1, 1, 1),
                        complete(Map.of("network.seed", "2"), 1, 1, 1))))
                .as("seeds are repetitions")
                .isEmpty();
    }

    @Test
    void aSweepThatHasOnlyBegunSaysSo() {
        String html = report(
                        3,
                        new TrialRow(
                                "t-1",
                                Optional.empty(),
                                new TreeMap<>(Map.of("w", "1")),
                                TrialStatus.RUNNING,
                                Optional.empty(),
                                Double.NaN,
                                Double.NaN,
                                Double.NaN,
                                new TreeMap<>(),
                                Double.NaN))
                .html();
        assertThat(html)
                .contains("3 of 3 trials are not finished")
                .contains("No trial is complete")
                .contains("<dd>0 of 3</dd>");
    }

    @Test
    void trialsWithoutBranchingFactorHaveAccuracyAlone() {
        Report report = report(
                2, complete(Map.of("w", "1"), 0.9, 0.91, Double.NaN), complete(Map.of("w", "2"), 0.8, 0.8, Double.NaN));
        assertThat(report.html()).doesNotContain("branching").contains("Validation and test accuracy against w.");
        report.figures().forEach(FigureFiles::check);
        assertThat(table(report.html(), "leaderboard").get(0)).containsExactly("1", "1", "1", "90.00", "91.00");
    }

    @Test
    void aTrialThatLacksWhatAnotherHasGetsADash() {
        Report report =
                report(2, complete(Map.of("w", "1"), 0.9, 0.91, 1.5), complete(Map.of("w", "2"), 0.8, 0.8, Double.NaN));
        assertThat(table(report.html(), "leaderboard"))
                .containsExactly(
                        List.of("1", "1", "1", "90.00", "91.00", "1.500"),
                        List.of("2", "2", "1", "80.00", "80.00", Numbers.UNKNOWN));
    }

    @Test
    void whateverTheFamilyMeasuresIsAColumnUnlessItIsOfASingleRun() {
        TrialRow trial = new TrialRow(
                "t-1",
                Optional.of("r-1"),
                new TreeMap<>(Map.of("w", "1")),
                TrialStatus.COMPLETE,
                Optional.empty(),
                0.9,
                0.8,
                Double.NaN,
                new TreeMap<>(Map.of(
                        "spikes", 7216.4, "best_epoch", 9.0, "samples_per_second", 600.0, "train_accuracy", 0.99)),
                12);
        Report report = report(2, trial, complete(Map.of("w", "2"), 0.7, 0.7, 1.25));
        assertThat(head(report.html(), "leaderboard"))
                .containsExactly("rank", "w", "n", "validation (%)", "test (%)", "branching factor", "spikes a sample");
        assertThat(head(report.html(), "trials"))
                .containsExactly(
                        "trial",
                        "run",
                        "status",
                        "w",
                        "validation (%)",
                        "test (%)",
                        "branching factor",
                        "spikes a sample",
                        "time");
        assertThat(table(report.html(), "leaderboard").get(0))
                .containsExactly("1", "1", "1", "90.00", "80.00", Numbers.UNKNOWN, "7,216");
        assertThat(report.html())
                .contains("Validation and test accuracy, branching factor and spikes a sample against w.");
        report.figures().forEach(FigureFiles::check);
    }

    @Test
    void trialsAreSortedByTheirParametersAndNumbersByTheirSize() {
        List<TrialRow> trials = new ArrayList<>();
        for (String model : List.of("\"nalsm\"", "\"lsm\"")) {
            for (String w : List.of("10", "9", "1e-3", "0.5")) {
                trials.add(complete(Map.of("a", model, "w", w), 0.9, 0.9, 1));
            }
        }
        String html = report(8, trials.toArray(TrialRow[]::new)).html();
        assertThat(table(html, "trials"))
                .extracting(row -> row.get(3) + " " + row.get(4))
                .containsExactly(
                        "lsm 1e-3", "lsm 0.5", "lsm 9", "lsm 10", "nalsm 1e-3", "nalsm 0.5", "nalsm 9", "nalsm 10");
    }

    @Test
    void repetitionsStandTogetherWhateverTheirKeysAreCalled() {
        List<TrialRow> trials = new ArrayList<>();
        for (String seed : List.of("10", "2")) {
            for (String theta : List.of("2", "1")) {
                trials.add(complete(Map.of("run.seed", seed, "theta", theta), 0.9, 0.9, 1));
            }
        }
        assertThat(table(report(4, trials.toArray(TrialRow[]::new)).html(), "trials"))
                .extracting(row -> row.get(4) + " " + row.get(3))
                .containsExactly("1 2", "1 10", "2 2", "2 10");
    }

    @Test
    void anEmptyFieldOfTheHeatMapIsWhatTheCaptionSays() {
        List<TrialRow> known = new ArrayList<>();
        for (String x : List.of("1", "2")) {
            for (String y : List.of("1", "2")) {
                known.add(complete(Map.of("x", x, "y", y), 0.9, 0.8, 1.25));
            }
        }
        assertThat(heatMap(known, List.of(BRANCHING)).text())
                .endsWith("an empty field has no complete trial.")
                .contains("Mean validation accuracy (above) and mean branching factor (below) of the complete trials");
        List<TrialRow> partly = new ArrayList<>(known.subList(0, 3));
        partly.add(complete(Map.of("x", "2", "y", "2"), 0.9, 0.8, Double.NaN));
        assertThat(heatMap(partly, List.of(BRANCHING)).text())
                .endsWith("an empty field has no complete trial, or none whose branching factor is known.");
        Exhibit accuracyAlone = heatMap(partly, List.of());
        assertThat(accuracyAlone.text()).endsWith("an empty field has no complete trial.");
        FigureFiles.check(accuracyAlone.figure().orElseThrow());
    }

    private static Exhibit heatMap(List<TrialRow> complete, List<Metric> others) {
        List<ParameterAxis> axes = ParameterAxis.of(complete);
        return HeatMapFigure.of(axes.get(0), axes.get(1), complete, others);
    }

    private static ParameterAxis axis(String... values) {
        return ParameterAxis.of(Arrays.stream(values)
                        .map(v -> complete(Map.of("w", v), 1, 1, 1))
                        .toList())
                .get(0);
    }

    private static Report report(int trials, TrialRow... rows) {
        return new SweepReport(
                        new SweepRow(
                                "s-1",
                                NAME,
                                "{\"x\":1E-8}",
                                RunStatus.RUNNING,
                                trials,
                                Instant.EPOCH,
                                Optional.empty()),
                        List.of(rows),
                        METRICS,
                        Map.of("r-<1>", "trials/r-1/index.html"))
                .report();
    }

    private static TrialRow complete(Map<String, String> parameters, double valid, double test, double branching) {
        return new TrialRow(
                "t-" + parameters.hashCode(),
                Optional.of("r-1"),
                new TreeMap<>(parameters),
                TrialStatus.COMPLETE,
                Optional.empty(),
                valid,
                test,
                branching,
                new TreeMap<>(),
                12);
    }

    /** The texts of a table's head. */
    private static List<String> head(String html, String cssClass) {
        String table = html.substring(html.indexOf("<table class=\"" + cssClass + "\">"));
        return Arrays.stream(table.substring(table.indexOf("<tr>"), table.indexOf("</tr>"))
                        .split("</th>"))
                .filter(cell -> cell.contains("<th"))
                .map(cell -> cell.substring(cell.lastIndexOf('>') + 1))
                .toList();
    }

    /** The cells of a table of the page, without its head. */
    static List<List<String>> table(String html, String cssClass) {
        String table = html.substring(html.indexOf("<table class=\"" + cssClass + "\">"));
        String body = table.substring(table.indexOf("<tbody>"), table.indexOf("</tbody>"));
        List<List<String>> rows = new ArrayList<>();
        for (String row : body.split("<tr>", -1)) {
            if (row.contains("</td>")) {
                rows.add(Arrays.stream(row.split("</td>"))
                        .filter(cell -> cell.contains("<td"))
                        .map(cell -> cell.substring(cell.indexOf('>') + 1))
                        .toList());
            }
        }
        return rows;
    }
}
