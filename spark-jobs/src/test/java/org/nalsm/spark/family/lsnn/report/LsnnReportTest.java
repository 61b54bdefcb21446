package org.nalsm.spark.family.lsnn.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nalsm.spark.family.Families;
import org.nalsm.spark.family.lsnn.LsnnModel;
import org.nalsm.spark.family.lsnn.TrainedNetwork;
import org.nalsm.spark.family.lsnn.table.LsnnRecordingRow;
import org.nalsm.spark.family.lsnn.table.LsnnTrainingRow;
import org.nalsm.spark.figure.Exhibit;
import org.nalsm.spark.figure.FigureFiles;
import org.nalsm.spark.run.Experiment;

/** The figures of made-up runs. */
class LsnnReportTest {
    private final Random random = new Random(2);

    private static LsnnModel model(String... settings) {
        List<String> all = new ArrayList<>(List.of("model.name=lsnn"));
        all.addAll(List.of(settings));
        return LsnnModel.of(Experiment.of(Families.configLoader().load(List.of(), all)));
    }

    private static List<LsnnTrainingRow> rows(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(k -> new LsnnTrainingRow(
                        k,
                        2.3 / k,
                        0.01,
                        1 - 0.9 / k,
                        k % 4 == 0 ? 2.4 / k : Double.NaN,
                        k % 4 == 0 ? 1 - 0.95 / k : Double.NaN,
                        0.01,
                        12,
                        0,
                        90,
                        15,
                        2000 - k % 50,
                        5800,
                        384 + k % 50))
                .toList();
    }

    @Test
    void trainingIsThreeFigures() {
        List<Exhibit> exhibits = new TrainingFigures(model(), rows(1300), 0.42).exhibits();
        assertThat(exhibits).hasSize(3);
        exhibits.forEach(exhibit -> FigureFiles.check(exhibit.figure().orElseThrow()));
        assertThat(exhibits.get(0).text()).contains("42.00 %").contains("mean of 3 iterations");
        assertThat(exhibits.get(2).text()).contains("8,184").contains("2,000 come from the inputs");
    }

    @Test
    void aNetworkWithoutRewiringHasNoFigureOfConnections() {
        List<Exhibit> exhibits = new TrainingFigures(model("lsnn.task=store-recall"), rows(20), 0.96).exhibits();
        assertThat(exhibits.get(2).figure()).isEmpty();
        assertThat(new TrainingFigures(model(), List.of(), Double.NaN).exhibits())
                .singleElement()
                .satisfies(exhibit -> assertThat(exhibit.text()).contains("no table lsnn_training"));
    }

    @Test
    void anImagesCourseHasFivePanels() {
        LsnnModel model = model();
        Exhibit exhibit = new RecordingFigure(model, network(220, 80, 10), recording(model, 220, 100, 10)).exhibit();
        FigureFiles.check(exhibit.figure().orElseThrow());
        // Panels of 150 and, with the axis's title, of 178 pixels.
        assertThat(exhibit.figure().get().height()).isEqualTo(4 * 150 + 178);
        assertThat(exhibit.text()).contains("class 7");
        LsnnModel baseline = model("lsnn.neurons.regular=220", "lsnn.neurons.adaptive=0");
        assertThat(new RecordingFigure(baseline, network(220, 80, 10), recording(baseline, 220, 0, 10))
                        .exhibit()
                        .figure()
                        .get()
                        .height())
                .isEqualTo(2 * 150 + 178);
    }

    @Test
    void aSequencesCourseHasFourPanelsAndSaysWhatWasShown() {
        LsnnModel model = model("lsnn.task=store-recall");
        Exhibit exhibit = new RecordingFigure(model, network(20, 100, 2), recording(model, 20, 10, 2)).exhibit();
        FigureFiles.check(exhibit.figure().orElseThrow());
        assertThat(exhibit.figure().get().height()).isEqualTo(184 + 150 + 184 + 178);
        assertThat(exhibit.text()).contains("0, store 1, 0, 1, recall (1)");
    }

    private static TrainedNetwork network(int n, int inputs, int outputs) {
        float[] signs = new float[n];
        for (int j = 0; j < n; j++) {
            signs[j] = j < n / 4 ? -1 : 1;
        }
        return new TrainedNetwork(
                new float[inputs * n],
                new float[n * n],
                new float[n * outputs],
                new float[outputs],
                new int[inputs * n],
                new int[n * n],
                new float[inputs],
                signs,
                new float[0],
                new int[0]);
    }

    private LsnnRecordingRow recording(LsnnModel model, int n, int adaptive, int outputs) {
        int steps = model.steps();
        int[] times = random.ints(500, 1, steps + 1).sorted().toArray();
        float[] thresholds = new float[adaptive * steps];
        for (int k = 0; k < thresholds.length; k++) {
            thresholds[k] = 0.01f + 0.01f * random.nextFloat() * (k / steps % 7 == 0 ? 4 : 1);
        }
        float[] values = new float[steps * outputs];
        for (int k = 0; k < values.length; k++) {
            values[k] = 4 * random.nextFloat();
        }
        boolean images = model.isImages();
        return new LsnnRecordingRow(
                60_000,
                images ? 7 : -1,
                times,
                random.ints(500, 0, model.inputs()).toArray(),
                new float[0],
                times,
                random.ints(500, 0, n).toArray(),
                thresholds,
                values,
                images ? new int[0] : new int[] {0, 2, 1, 1, 3, 0, 0, 0, 0, 0, 0, 0},
                images ? new int[0] : new int[] {0, 1, 0, 1, -1, 0, 0, 0, 0, 0, 0, 0},
                images ? new int[0] : new int[] {-1, -1, -1, -1, 1, -1, -1, -1, -1, -1, -1, -1});
    }
}
