package org.nalsm.spark.readout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.nalsm.spark.readout.CountMatrix.CLASSES;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nalsm.spark.family.Families;
import org.nalsm.spark.family.liquid.LiquidSettings;
import org.nalsm.spark.run.Experiment;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Six Adadelta steps of the publication's own program: 3 batches of 8 samples, 64 neurons, each twice. */
final class PublicationReadoutTest {
    private static final int BATCH = 8;
    private static final int NEURONS = 64;

    private static final ReadoutSettings PUBLICATION = LiquidSettings.of(
                    Experiment.of(Families.configLoader().load(List.of(), List.of("readout.preset=publication"))))
            .readout();

    private JsonNode golden;
    private CountMatrix counts;
    private final FittedScaling scaling = new FittedScaling(FeatureScaling.SAMPLE_SUM_AND_BATCH_MAXIMUM, 1, BATCH);

    @BeforeEach
    void read() throws IOException {
        try (InputStream in =
                new GZIPInputStream(getClass().getResourceAsStream("/golden/output_layer_zero.json.gz"))) {
            golden = new ObjectMapper().readTree(in);
        }
        try (CountMatrix.Builder builder = new CountMatrix.Builder(3 * BATCH, NEURONS)) {
            for (int i = 0; i < 3 * BATCH; i++) {
                int[] row = new int[NEURONS];
                for (int j = 0; j < NEURONS; j++) {
                    row[j] = golden.at("/counts/" + i / BATCH + "/" + i % BATCH + "/" + j)
                            .intValue();
                }
                builder.addRow(
                        row, golden.at("/label/" + i / BATCH + "/" + i % BATCH).intValue());
            }
            counts = builder.build();
        }
    }

    @AfterEach
    void free() {
        counts.close();
    }

    @Test
    void presetHasThePublicationsConstants() {
        assertThat(PUBLICATION.optimiser()).isEqualTo(ReadoutSettings.Optimiser.ADADELTA);
        assertThat(PUBLICATION.labels()).isEqualTo(ReadoutSettings.Labels.SOFT);
        assertThat(PUBLICATION.scaling()).isEqualTo(FeatureScaling.SAMPLE_SUM_AND_BATCH_MAXIMUM);
        assertThat(PUBLICATION.batchSize()).isEqualTo(250);
        assertThat(PUBLICATION.maxEpochs()).isEqualTo(5000);
        assertThat(PUBLICATION.learningRate())
                .isEqualTo(golden.get("learning_rate").doubleValue());
        assertThat(PUBLICATION.rho()).isEqualTo(golden.get("rho").doubleValue());
        assertThat(PUBLICATION.epsilon()).isEqualTo(golden.get("epsilon").doubleValue());
        assertThat(PUBLICATION.l2Penalties()).containsExactly(golden.get("l2").doubleValue());
    }

    @Test
    void featuresAreThePublications() {
        try (INDArray features = scaling.features(counts)) {
            for (int i = 0; i < 3 * BATCH; i++) {
                for (int j = 0; j < NEURONS; j++) {
                    double expected = golden.at("/features/" + i / BATCH + "/" + i % BATCH + "/" + j)
                            .doubleValue();
                    assertThat(features.getDouble(i, j)).isCloseTo(expected, within(2e-7));
                }
            }
        }
    }

    @Test
    void sixStepsGiveThePublicationsLossesAndWeights() {
        try (ParallelLoop loop = new ParallelLoop(2)) {
            ReadoutLoss loss =
                    new ReadoutLoss(counts, scaling.rowFactors(counts), ReadoutSettings.Labels.SOFT, 2, loop);
            double[] parameters = new double[ReadoutLoss.parameters(NEURONS)];
            Adadelta adadelta = new Adadelta(PUBLICATION, parameters.length, loop);
            for (int step = 0; step < 6; step++) {
                int from = step % 3 * BATCH;
                double value =
                        adadelta.step(loss, from, from + BATCH, golden.get("l2").doubleValue(), parameters);
                double expected = golden.get("loss_float64").get(step).doubleValue();
                assertThat(value).isCloseTo(expected, within(1e-6 * expected));
                assertThat(loss.accuracy())
                        .isEqualTo(golden.get("accuracy").get(step).doubleValue());
                JsonNode weights = golden.get("weights_after_float64").get(step);
                for (int j = 0; j < NEURONS; j++) {
                    assertClose(parameters, j, weights.get(j));
                }
                assertClose(
                        parameters, NEURONS, golden.get("bias_after_float64").get(step));
            }
        }
    }

    /** The same six steps as two epochs of a whole training; validation chooses the epoch whose weights are compared. */
    @ParameterizedTest
    @EnumSource(ReadoutTrainer.Kind.class)
    void trainersGiveThePublicationsLossesAndWeights(ReadoutTrainer.Kind kind) {
        ReadoutSettings settings = new ReadoutSettings(
                PUBLICATION.optimiser(),
                PUBLICATION.labels(),
                PUBLICATION.scaling(),
                PUBLICATION.l2Penalties(),
                2,
                2,
                BATCH,
                PUBLICATION.learningRate(),
                PUBLICATION.rho(),
                PUBLICATION.epsilon(),
                0);
        ReadoutResult result = ReadoutTrainer.of(kind, settings).train(counts, counts, ReadoutProgress.NONE);
        for (EpochRecord epoch : result.epochs()) {
            double loss = 0;
            double accuracy = 0;
            for (int step = 3 * (epoch.epoch() - 1); step < 3 * epoch.epoch(); step++) {
                loss += golden.get("loss_float64").get(step).doubleValue() / 3;
                accuracy += golden.get("accuracy").get(step).doubleValue() / 3;
            }
            assertThat(epoch.trainLoss()).isCloseTo(loss, within(1e-6 * loss));
            assertThat(epoch.trainAccuracy()).isCloseTo(accuracy, within(1e-12));
        }
        assertThat(result.epochs()).hasSize(2);
        int last = 3 * result.bestEpoch() - 1;
        for (int k = 0; k < CLASSES; k++) {
            double[] weights = result.readout().weights(k);
            for (int j = 0; j < NEURONS; j++) {
                double expected = golden.at("/weights_after_float64/" + last + "/" + j + "/" + k)
                        .doubleValue();
                assertThat(weights[j]).isCloseTo(expected, within(1e-7));
            }
            assertThat(result.readout().bias(k))
                    .isCloseTo(
                            golden.at("/bias_after_float64/" + last + "/" + k).doubleValue(), within(1e-7));
        }
    }

    private static void assertClose(double[] parameters, int row, JsonNode expected) {
        for (int k = 0; k < CLASSES; k++) {
            assertThat(parameters[row * CLASSES + k]).isCloseTo(expected.get(k).doubleValue(), within(1e-7));
        }
    }
}
