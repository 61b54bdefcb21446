package org.nalsm.spark.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nalsm.engine.UserException;
import org.nalsm.engine.liquid.network.Network;
import org.nalsm.engine.liquid.network.NetworkGenerator;
import org.nalsm.spark.config.ConfigLoader;
import org.nalsm.spark.job.Experiment;
import org.nalsm.spark.table.BlockWriter;
import org.nalsm.spark.table.BranchingFactorRow;
import org.nalsm.spark.table.DynamicsRow;
import org.nalsm.spark.table.PredictionRow;
import org.nalsm.spark.table.RecordedSpikes;
import org.nalsm.spark.table.ResultsStore;
import org.nalsm.spark.table.RunRow;
import org.nalsm.spark.table.RunStatus;
import org.nalsm.spark.table.SampleCounts;
import org.nalsm.spark.table.Tables;
import org.nalsm.spark.table.TrainingRow;

/** A run of made-up numbers, so that what the page says is known beforehand. */
class RunReportTest {
    private static final int NEURONS = 27;

    @TempDir
    private Path directory;

    private ResultsStore store;
    private Experiment experiment;

    @BeforeEach
    void open() {
        System.setProperty("java.awt.headless", "true");
        store = new ResultsStore(directory.toString(), new Configuration(), Map.of());
        experiment = Experiment.of(
                ConfigLoader.load(
                        List.of(),
                        List.of(
                                "network.dimensions=[3,3,3]",
                                "data.test-samples=4",
                                "simulation.duration-ms=100",
                                "output.dir=" + directory)),
                "test");
    }

    @Test
    void thePageSaysWhatTheTablesSay() {
        writeEverything();
        Report report = RunReport.of(store, row(RunStatus.COMPLETE), experiment);
        String html = report.html();
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
        assertThat(html).contains("Mean over the samples: 1.250").contains("<dd>1.25</dd>");
        assertThat(html).contains("best validation accuracy, 96.88 % at iteration 2");
        assertThat(html).contains("on average 2 and 3 spikes/ms");
        assertThat(html)
                .contains("network.seed 1, run.seed 1")
                .contains("2024-05-06 07:08:09 UTC")
                .contains("2 min 5 s");
        assertThat(html).contains("went from 3 to 1.5.");
        assertThat(html).contains("&lt;event&gt; &amp; co").doesNotContain("<event>");
    }

    @Test
    void everyFigureIsAFileAndStandsInThePage() throws IOException {
        writeEverything();
        Report report = RunReport.of(store, row(RunStatus.COMPLETE), experiment);
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
                .doesNotContain("<script")
                .doesNotContain("@import");
        assertThat(Pattern.compile(" id=\"([^\"]+)\"")
                        .matcher(report.html())
                        .results()
                        .map(id -> id.group(1)))
                .as("ids")
                .hasSizeGreaterThan(10)
                .doesNotHaveDuplicates();
        assertThat(RunReport.of(store, row(RunStatus.COMPLETE), experiment))
                .as("same input, same bytes")
                .usingRecursiveComparison()
                .isEqualTo(report);
    }

    @Test
    void whatTheRunLacksIsSaidInAFiguresPlace() {
        store.runs().write(row(RunStatus.COMPLETE));
        Report report = RunReport.of(store, row(RunStatus.COMPLETE), experiment);
        assertThat(report.figures()).isEmpty();
        assertThat(report.html().split("class=\"missing\"")).as("seven figures").hasSize(8);
        assertThat(report.html()).contains("simulation.recorded-samples").contains("no longer there");
    }

    @Test
    void aRunThatIsNotCompleteHasNoReport() {
        assertThatThrownBy(() -> RunReport.of(store, row(RunStatus.RUNNING), experiment))
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

    private void writeEverything() {
        RunRow row = row(RunStatus.COMPLETE);
        String id = row.runId();
        store.runs().write(row);
        Network network = new NetworkGenerator(experiment.network()).generate();
        int[] index = new int[network.synapses()];
        float[] weights = network.weights(1.5f);
        store.writeLiquidWeights(id, index, index, weights);
        List<TrainingRow> training = new ArrayList<>();
        for (int epoch = 1; epoch <= 5; epoch++) {
            training.add(new TrainingRow(epoch, 1e-4, 1, 0.9, 0.95, Double.NaN, epoch));
            training.add(new TrainingRow(epoch, 1e-5, 1, 0.95, epoch == 2 ? 0.96875 : 0.96, Double.NaN, 5 + epoch));
        }
        store.writeTraining(id, training);
        store.writePredictions(
                id,
                "test",
                Stream.of(prediction(0, 3, 3), prediction(1, 3, 5), prediction(2, 5, 5), prediction(3, 5, 5)));
        Random random = new Random(1);
        try (BlockWriter block = store.openBlock(id, "test", 0)) {
            for (int k = 0; k < 4; k++) {
                block.write(new SampleCounts(
                        60_000 + k, 3, IntStream.range(0, NEURONS).toArray(), 300, 351, 0));
            }
            short[] times = new short[200];
            IntStream.range(0, 200).forEach(s -> times[s] = (short) (s / 2));
            block.write(new RecordedSpikes(
                    60_000, 3, times, random.ints(200, 0, NEURONS).toArray()));
            for (int t = 0; t < 100; t++) {
                block.write(new DynamicsRow(60_000, t, 2, 3, 0.15 - 0.0005 * t));
            }
            block.commit();
        }
        store.writeTable(
                Tables.BRANCHING_FACTOR,
                "test",
                Stream.of(new BranchingFactorRow(60_000, 3, 1.5), new BranchingFactorRow(60_002, 5, 1.0)),
                id);
        store.runs().writeManifest(id, row.config());
    }

    private static PredictionRow prediction(int sample, int label, int predicted) {
        return new PredictionRow(60_000 + sample, label, predicted, new float[10]);
    }

    private RunRow row(RunStatus status) {
        experiment = new Experiment(experiment.config(), experiment.json(), "r-1", "test", "");
        return new RunRow(
                "r-1",
                status,
                "nalsm",
                "mnist",
                experiment.json(),
                "n-1",
                "",
                "",
                "",
                1,
                1,
                "0.1.0",
                "4.1.3",
                "<event> & co",
                Instant.parse("2024-05-06T07:06:04Z"),
                Optional.of(Instant.parse("2024-05-06T07:08:09Z")),
                new RunRow.PhaseSeconds(0.5, 17, 80, 30, 125),
                new RunRow.Scores(620, 351, 300, 0.9812, 0.96875, 0.75, OptionalInt.of(2)));
    }
}
