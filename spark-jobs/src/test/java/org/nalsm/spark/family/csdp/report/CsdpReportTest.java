package org.nalsm.spark.family.csdp.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.nalsm.engine.csdp.CsdpNetwork;
import org.nalsm.spark.family.Families;
import org.nalsm.spark.family.csdp.CsdpSettings;
import org.nalsm.spark.family.csdp.table.CsdpEpochRow;
import org.nalsm.spark.family.csdp.table.CsdpGoodnessRow;
import org.nalsm.spark.family.csdp.table.CsdpRecordingRow;
import org.nalsm.spark.family.csdp.table.CsdpResponseRow;
import org.nalsm.spark.family.csdp.table.CsdpTrainingRow;
import org.nalsm.spark.figure.Exhibit;
import org.nalsm.spark.figure.FigureFiles;
import org.nalsm.spark.run.Experiment;

/** The figures of a made-up run: 4 epochs of 5 minibatches. */
class CsdpReportTest {
    private static final int EPOCHS = 4;
    private static final int STEPS = 50;

    private final Random random = new Random(2);

    private static CsdpSettings settings() {
        return CsdpSettings.of(Experiment.of(Families.configLoader()
                .load(
                        List.of(),
                        List.of(
                                "model.name=csdp",
                                "csdp.hidden1=30",
                                "csdp.hidden2=8",
                                "csdp.training.batch-size=20",
                                "data.train-samples=100"))));
    }

    private RunData data(boolean trainedHere, int samples, int recorded) {
        CsdpSettings settings = settings();
        int minibatches = trainedHere ? EPOCHS * settings.minibatches() : 0;
        return new RunData(
                settings,
                CsdpNetwork.initial(settings.model(), false, 1),
                IntStream.rangeClosed(1, minibatches).mapToObj(this::minibatch).toList(),
                IntStream.rangeClosed(0, trainedHere ? EPOCHS : -1)
                        .mapToObj(CsdpReportTest::epoch)
                        .toList(),
                IntStream.rangeClosed(1, trainedHere ? EPOCHS : 0)
                        .boxed()
                        .flatMap(epoch -> Stream.of(1, 2)
                                .flatMap(layer -> IntStream.rangeClosed(1, STEPS)
                                        .mapToObj(step -> new CsdpGoodnessRow(
                                                epoch, layer, step, step * 0.4 * layer, step * 0.2))))
                        .toList(),
                IntStream.range(0, samples).mapToObj(this::response).toList(),
                IntStream.range(0, recorded).mapToObj(this::recording).toList(),
                0.9731);
    }

    private CsdpTrainingRow minibatch(int k) {
        return new CsdpTrainingRow(
                k, (k + 4) / 5, 1 - 0.9 / k, 1.0 / k, 101, 12.34, 2.5, 1, 90, 10 + k, 10, 10 + k / 2.0, 7.65, 1.5);
    }

    private static CsdpEpochRow epoch(int k) {
        double accuracy = List.of(0.1, 0.9, 0.96, 0.97, 0.95).get(k);
        return new CsdpEpochRow(k, k == 0 ? Double.NaN : 0.9, k == 0 ? Double.NaN : 1, accuracy, 0.5, 120.04, 30.06, k);
    }

    private CsdpResponseRow response(int k) {
        short[] counts = new short[8];
        for (int j = 0; j < counts.length; j++) {
            counts[j] = (short) random.nextInt(5);
        }
        int own = k % 10 % 8;
        counts[own] = (short) (counts[own] + 20);
        return new CsdpResponseRow(60_000 + k, k % 10, 0.5, 100, 30, 12, 11, 200, 54, new short[0], counts);
    }

    private CsdpRecordingRow recording(int k) {
        float[] image = new float[784];
        for (int pixel = 0; pixel < image.length; pixel++) {
            image[pixel] = random.nextFloat();
        }
        int[] steps = random.ints(200, 1, STEPS + 1).sorted().toArray();
        return new CsdpRecordingRow(
                60_000 + k,
                7,
                1,
                image,
                image,
                steps,
                random.ints(200, 0, 784).toArray(),
                steps,
                random.ints(200, 0, 30).toArray(),
                new int[0],
                new int[0],
                new int[] {30},
                new int[] {1});
    }

    private static void check(List<Exhibit> exhibits) {
        exhibits.forEach(exhibit -> FigureFiles.check(exhibit.figure().orElseThrow()));
    }

    @Test
    void trainingIsThreeFiguresWithTheBestEpochAndTheEnd() {
        List<Exhibit> exhibits = TrainingFigures.of(data(true, 20, 2));
        check(exhibits);
        assertThat(exhibits).hasSize(3);
        assertThat(exhibits.get(0).text())
                .contains("97.00 %, is that of epoch 3")
                .contains("97.31 %");
        assertThat(exhibits.get(1).text()).contains("120.0 nats and 30.1");
        assertThat(exhibits.get(2).text()).contains("12.3 of 30 neurons").contains("2.5 of 8");
    }

    @Test
    void goodnessIsThatOfTheLastMinibatchAndOfTheFirstAndLastEpoch() {
        List<Exhibit> exhibits = GoodnessFigures.of(data(true, 20, 2));
        check(exhibits);
        assertThat(exhibits.get(0).text())
                .contains(
                        "first layer 30.0 for real and 10.0 for negative samples, second layer 20.0 for real and 7.7");
        assertThat(exhibits.get(1).text()).contains("epoch 1 (thin) and epoch 4 (thick)");
    }

    @Test
    void networkAndActivityAreDrawn() {
        RunData data = data(true, 200, 3);
        check(List.of(ReceptiveFields.of(data), SampleRaster.of(data), CodesFigure.of(data)));
        assertThat(Reconstructions.of(data).figure().orElseThrow().width()).isEqualTo(3 * 74);
        assertThat(ReceptiveFields.of(data).text())
                .contains("All 30 neurons")
                .contains("100.00 % of all these weights");
        assertThat(SampleRaster.of(data).text())
                .contains("200 spikes of the input")
                .contains("0 of the second")
                .contains("takes it for a 1");
    }

    @Test
    void whatIsNotThereIsSaid() {
        RunData data = data(false, 1, 0);
        List<Exhibit> missing = new ArrayList<>(TrainingFigures.of(data));
        missing.addAll(GoodnessFigures.of(data));
        missing.addAll(List.of(Reconstructions.of(data), SampleRaster.of(data), CodesFigure.of(data)));
        assertThat(missing).hasSize(5).allSatisfy(exhibit -> {
            assertThat(exhibit.figure()).isEmpty();
            assertThat(exhibit.text()).isNotBlank();
        });
        assertThat(SampleRaster.of(data).text()).contains("csdp.test.recorded-samples");
    }

    /** Points on a line in the plane of three neurons have one component, along it. */
    @Test
    void principalComponentsAreThoseOfTheCovariance() {
        List<short[]> line = new ArrayList<>();
        for (short k = 0; k < 11; k++) {
            line.add(new short[] {(short) (3 * k), 5, (short) (40 - 4 * k)});
        }
        PrincipalComponents one = PrincipalComponents.of(line);
        assertThat(one.share()).isCloseTo(1, within(1e-9));
        for (int k = 0; k < 11; k++) {
            // The largest entry of the direction (3, 0, -4) / 5 is made positive.
            assertThat(one.first()[k]).isCloseTo(-5 * (k - 5), within(1e-6));
            assertThat(one.second()[k]).isCloseTo(0, within(1e-6));
        }
        PrincipalComponents two = PrincipalComponents.of(
                List.of(new short[] {9, 0}, new short[] {-9, 0}, new short[] {0, 4}, new short[] {0, -4}));
        assertThat(two.first()).containsExactly(new double[] {9, -9, 0, 0}, within(1e-6));
        assertThat(two.second()).containsExactly(new double[] {0, 0, 4, -4}, within(1e-6));
        PrincipalComponents three = PrincipalComponents.of(List.of(
                new short[] {9, 0, 0},
                new short[] {-9, 0, 0},
                new short[] {0, 4, 0},
                new short[] {0, -4, 0},
                new short[] {0, 0, 1},
                new short[] {0, 0, -1}));
        assertThat(three.share()).isCloseTo((81 + 16) / 98.0, within(1e-9));
        assertThat(three.neurons()).isEqualTo(3);
    }
}
