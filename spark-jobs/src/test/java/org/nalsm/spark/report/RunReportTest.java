package org.nalsm.spark.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nalsm.engine.UserException;
import org.nalsm.spark.family.liquid.LiquidFamily;
import org.nalsm.spark.family.liquid.report.MadeUpRun;
import org.nalsm.spark.figure.Figure;
import org.nalsm.spark.figure.FigureFiles;
import org.nalsm.spark.figure.Numbers;
import org.nalsm.spark.note.NoteRow;
import org.nalsm.spark.note.RunNotes;
import org.nalsm.spark.run.ModelFamily;
import org.nalsm.spark.table.RunCatalog;
import org.nalsm.spark.table.RunRow;
import org.nalsm.spark.table.RunStatus;
import org.nalsm.spark.table.TrainingRow;

/** A run of made-up numbers, so that what the page says is known beforehand. */
class RunReportTest {
    private static final ModelFamily FAMILY = new LiquidFamily();

    @TempDir
    private Path directory;

    private MadeUpRun run;

    @BeforeEach
    void open() {
        System.setProperty("java.awt.headless", "true");
        run = new MadeUpRun(directory);
    }

    @Test
    void thePageSaysWhatTheTablesSay() {
        run.writeEverything();
        String html = RunReport.of(run.stored(RunStatus.COMPLETE), FAMILY).html();
        assertThat(html)
                .contains("<dd>75.00 %</dd>")
                .contains("<dd>96.88 %</dd>")
                .contains("<dd>98.12 %</dd>");
        // Samples of class 3: two, of which one is taken for 5; of class 5: two, both hits.
        List<List<String>> recall = SweepReportTest.table(html, "recall");
        assertThat(recall).hasSize(10);
        assertThat(recall.get(3)).containsExactly("3", "2", "50.00 %", "100.00 %", "5 (1 of 2)");
        assertThat(recall.get(5)).containsExactly("5", "2", "100.00 %", "66.67 %", Numbers.UNKNOWN);
        assertThat(recall.get(0)).containsExactly("0", "0", Numbers.UNKNOWN, Numbers.UNKNOWN, Numbers.UNKNOWN);
        assertThat(html).contains("3 of 4 samples that were classified correctly (75.00 %)");
        // Neuron n spikes n times in every sample of 0.1 s: 10 n spikes/s, the mean of 0..26 is 13.
        assertThat(html).contains("Mean 130, median 130, largest 260 spikes/s; 1 of 27 neurons never fire.");
        assertThat(html).contains("Mean over the samples: 1.250").contains("<dd>1.250</dd>");
        assertThat(html).contains("best validation accuracy, 96.88 % at iteration 2");
        assertThat(html).contains("on average 2 and 3 spikes/ms");
        assertThat(html)
                .contains("network.seed 1, run.seed 1")
                .contains("2024-05-06 07:08:09 UTC")
                .contains("2 min 05 s (network 0.5 s, initialisation 17.0 s, simulation 1 min 20 s, readout 30.0 s)");
        assertThat(html).contains("went from 3 to 1.5.");
        assertThat(html).contains("&lt;event&gt; &amp; co").doesNotContain("<event>");
        assertThat(html)
                .contains("<p class=\"subtitle\">nalsm on mnist; 27 neurons; ")
                .doesNotContain("class=\"note\"");
    }

    @Test
    void theProvenanceHasVersionsPartsAndEveryMetric() {
        run.writeEverything();
        String html = RunReport.of(run.stored(RunStatus.COMPLETE), FAMILY).html();
        assertThat(pairs(html, "provenance"))
                .contains(
                        List.of("run", "r-1"),
                        List.of("results version", "7"),
                        List.of("code version", "0.1.0, commit c0ffee"),
                        List.of("Spark version", "4.1.3"),
                        List.of("network", "n-1"),
                        List.of("accuracy, test", "75.00 % [30.06, 95.44]"),
                        List.of("best epoch", "2"),
                        List.of("simulation", "620 samples/s"),
                        List.of("liquid spikes a sample", "351"),
                        List.of("input spikes a sample", "300"),
                        List.of("branching factor", "1.250"));
    }

    @Test
    void aRunWithANameHasItInTheTitleAsText() {
        run.writeEverything();
        new RunNotes(run.stored(RunStatus.COMPLETE).store())
                .write(NoteRow.none("r-1").named("<b>wide</b>").noted("a & b").tagged(Map.of("paper", "fig3")));
        String html = RunReport.of(run.stored(RunStatus.COMPLETE), FAMILY).html();
        assertThat(html).contains("<h1>Run &lt;b&gt;wide&lt;/b&gt; (r-1)</h1>").doesNotContain("<b>wide");
        assertThat(pairs(html, "provenance"))
                .contains(
                        List.of("name", "&lt;b&gt;wide&lt;/b&gt;"),
                        List.of("note", "a &amp; b"),
                        List.of("paper", "fig3"));
    }

    @Test
    void theHeadHasTheFirstFiveMetricsThatAreKnown() {
        run.writeEverything();
        RunRow row = run.row(RunStatus.COMPLETE);
        var measured = row.outcome().measured();
        measured.remove("valid_accuracy");
        measured.put("a_later_metric", 1234.5);
        RunRow other = row.with(
                RunStatus.COMPLETE,
                row.finishedAt(),
                RunRow.Outcome.of(row.outcome().seconds(), 125, measured));
        String html = RunReport.of(run.stored(other), FAMILY).html();
        List<String> known = FAMILY.metrics().stream()
                .filter(metric -> !metric.name().equals("valid_accuracy"))
                .map(metric -> metric.title())
                .toList();
        assertThat(Pattern.compile("<div><dt>([^<]+)</dt><dd>")
                        .matcher(html)
                        .results()
                        .map(title -> title.group(1).replaceAll(" \\[.*", "")))
                .containsExactlyElementsOf(known.subList(0, 5));
        assertThat(pairs(html, "provenance")).as("of a later version").contains(List.of("a_later_metric", "1,235"));
        assertThat(pairs(html, "provenance")).extracting(pair -> pair.get(0)).doesNotContain("accuracy, validation");
    }

    @Test
    void whatAnEarlierVersionOrAnotherFamilyLacksIsLeftOut() {
        RunRow row = run.row(RunStatus.COMPLETE);
        RunRow bare = new RunRow(
                row.runId(),
                row.status(),
                row.model(),
                row.dataset(),
                row.config(),
                new RunRow.Parts("", "", "", "", OptionalDouble.empty(), OptionalLong.empty(), 5),
                new RunRow.Provenance(OptionalInt.empty(), "0.1.0", "", "4.1.3", "event"),
                row.startedAt(),
                row.finishedAt(),
                RunRow.Outcome.NONE);
        List<List<String>> pairs = pairs(RunReport.of(run.stored(bare), FAMILY).html(), "provenance");
        assertThat(pairs)
                .contains(
                        List.of("results version", Numbers.UNKNOWN),
                        List.of("code version", "0.1.0"),
                        List.of("seeds", "run.seed 5"),
                        List.of("time", Numbers.UNKNOWN));
        assertThat(pairs)
                .extracting(pair -> pair.get(0))
                .containsExactly(
                        "run",
                        "results version",
                        "code version",
                        "Spark version",
                        "backend",
                        "seeds",
                        "started",
                        "finished",
                        "time");
    }

    @Test
    void everyFigureIsAFileAndStandsInThePage() throws IOException {
        run.writeEverything();
        Report report = RunReport.of(run.stored(RunStatus.COMPLETE), FAMILY);
        assertThat(report.figures())
                .extracting(Figure::fileName)
                .containsExactly(
                        "accuracy.svg",
                        "confusion-matrix.svg",
                        "raster.png",
                        "activity.svg",
                        "weights.svg",
                        "firing-rates.svg",
                        "branching-factor.svg");
        report.figures().forEach(FigureFiles::check);
        Path page = report.writeTo(directory.resolve("out"));
        assertThat(page).isEqualTo(directory.resolve("out/index.html").toAbsolutePath());
        assertThat(Files.readString(page)).isEqualTo(report.html());
        for (Figure figure : report.figures()) {
            assertThat(directory.resolve("out/figures").resolve(figure.fileName()))
                    .hasBinaryContent(figure.content());
        }
        assertThat(report.html().split("<svg ")).as("inlined").hasSize(7);
        assertThat(report.html().split("data:image/png")).hasSize(2);
        assertThat(report.html().replace("http://www.w3.org/", ""))
                .as("needs no network")
                .doesNotContain("http:")
                .doesNotContain("https:")
                .doesNotContain("<script src")
                .doesNotContain("@import");
        assertThat(Pattern.compile(" id=\"([^\"]+)\"")
                        .matcher(report.html())
                        .results()
                        .map(id -> id.group(1)))
                .as("ids")
                .hasSizeGreaterThan(10)
                .doesNotHaveDuplicates()
                .contains("accuracy", "activity", "liquid", "provenance", "configuration");
        assertThat(RunReport.of(run.stored(RunStatus.COMPLETE), FAMILY))
                .as("same input, same bytes")
                .usingRecursiveComparison()
                .isEqualTo(report);
    }

    @Test
    void whatTheRunLacksIsSaidInAFiguresPlace() {
        new RunCatalog(run.store()).write(run.row(RunStatus.COMPLETE));
        Report report = RunReport.of(run.stored(RunStatus.COMPLETE), FAMILY);
        assertThat(report.figures()).isEmpty();
        assertThat(report.html().split("class=\"missing\"")).as("seven figures").hasSize(8);
        assertThat(report.html())
                .contains("simulation.recorded-samples")
                .contains("no longer there")
                .contains("its manifest");
    }

    @Test
    void filesThatAreGoneAreNamed() {
        run.writeEverything();
        run.store().deletePartition(TrainingRow.TABLE, MadeUpRun.ID);
        assertThat(RunReport.of(run.stored(RunStatus.COMPLETE), FAMILY).html())
                .contains("<p class=\"note\">This run is marked complete, but 1 of its ")
                .contains("/training/run_id=r-1/")
                .contains("no longer there")
                .contains("This run has no table training");
    }

    @Test
    void aRunThatIsNotCompleteHasNoReport() {
        assertThatThrownBy(() -> RunReport.of(run.stored(RunStatus.RUNNING), FAMILY))
                .isInstanceOfSatisfying(UserException.class, e -> {
                    assertThat(e.kind()).isEqualTo(UserException.Kind.NO_INPUT);
                    assertThat(e.getMessage().lines())
                            .singleElement()
                            .asString()
                            .contains("r-1")
                            .contains("running");
                });
    }

    @Test
    void aReportThatCannotBeWrittenNamesTheDirectory() throws IOException {
        Path file = Files.createFile(directory.resolve("occupied"));
        assertThatThrownBy(() -> new Report("x", List.of()).writeTo(file))
                .isInstanceOfSatisfying(
                        UserException.class, e -> assertThat(e.kind()).isEqualTo(UserException.Kind.CANNOT_WRITE))
                .hasMessageContaining("occupied")
                .hasMessageContaining("--output");
    }

    /** Names and values of the table at the beginning of a section. */
    private static List<List<String>> pairs(String html, String section) {
        String from = html.substring(html.indexOf("<section id=\"" + section + "\""));
        String table = from.substring(from.indexOf("<table class=\"pairs\">"), from.indexOf("</table>"));
        return Pattern.compile("<th scope=\"row\">(.*?)</th><td>(.*?)</td>")
                .matcher(table)
                .results()
                .map(pair -> List.of(pair.group(1), pair.group(2)))
                .toList();
    }
}
