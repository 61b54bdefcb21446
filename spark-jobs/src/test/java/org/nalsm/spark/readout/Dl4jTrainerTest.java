package org.nalsm.spark.readout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.nalsm.spark.readout.CountMatrix.CLASSES;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nalsm.engine.UserException;
import org.nalsm.spark.readout.ReadoutSettings.Labels;
import org.nalsm.spark.readout.ReadoutSettings.Optimiser;

/** Deeplearning4j against the driver's own Adadelta, whose equations are tested by themselves. */
final class Dl4jTrainerTest {
    private static final int NEURONS = 23;
    /** Does not divide the samples, so that the last batch is smaller. */
    private static final int BATCH = 70;

    private static CountMatrix training;
    private static CountMatrix validation;

    @BeforeAll
    static void make() {
        training = Samples.matrix(Samples.counts(600, NEURONS, 1));
        validation = Samples.matrix(Samples.counts(270, NEURONS, 2));
    }

    @AfterAll
    static void free() {
        training.close();
        validation.close();
    }

    private static ReadoutSettings settings(
            Labels labels,
            FeatureScaling scaling,
            double learningRate,
            int maxEpochs,
            int patience,
            double... penalties) {
        return new ReadoutSettings(
                Optimiser.ADADELTA,
                labels,
                scaling,
                penalties,
                maxEpochs,
                patience,
                BATCH,
                learningRate,
                0.95,
                1e-8,
                0);
    }

    private static ReadoutResult train(ReadoutTrainer.Kind kind, ReadoutSettings settings) {
        return ReadoutTrainer.of(kind, settings, 2).train(training, validation, ReadoutProgress.NONE);
    }

    /** The loss starts at ln 10. The larger learning rate takes it far from there, where the penalty matters. */
    @ParameterizedTest
    @CsvSource({
        "HARD, TRAINING_MAXIMUM, 0.1, 0.1",
        "HARD, SAMPLE_SUM_AND_BATCH_MAXIMUM, 5, 0.01",
        "SOFT, TRAINING_MAXIMUM, 5, 0.01",
        "SOFT, SAMPLE_SUM_AND_BATCH_MAXIMUM, 0.1, 5e-10"
    })
    void followsTheDriversAdadelta(Labels labels, FeatureScaling scaling, double learningRate, double l2) {
        ReadoutSettings settings = settings(labels, scaling, learningRate, 60, 60, l2);
        List<EpochRecord> expected = train(ReadoutTrainer.Kind.DRIVER, settings).epochs();
        ReadoutResult result = train(ReadoutTrainer.Kind.DL4J, settings);
        List<EpochRecord> actual = result.epochs();
        assertThat(actual).hasSameSizeAs(expected);
        for (int e = 0; e < expected.size(); e++) {
            assertThat(actual.get(e).trainLoss()).isCloseTo(expected.get(e).trainLoss(), within(5e-6));
            assertThat(actual.get(e).trainAccuracy()).isCloseTo(expected.get(e).trainAccuracy(), within(0.005));
            assertThat(actual.get(e).validAccuracy()).isCloseTo(expected.get(e).validAccuracy(), within(0.01));
            assertThat(actual.get(e).penalty()).isEqualTo(l2);
            assertThat(actual.get(e).epoch()).isEqualTo(e + 1);
        }
        assertThat(result.readout().scaling()).isEqualTo(FittedScaling.fit(scaling, training, BATCH));
    }

    @Test
    void weightsAreTheDrivers() {
        ReadoutSettings settings = settings(Labels.SOFT, FeatureScaling.TRAINING_MAXIMUM, 0.1, 1, 1, 1e-3);
        TrainedReadout expected = train(ReadoutTrainer.Kind.DRIVER, settings).readout();
        TrainedReadout actual = train(ReadoutTrainer.Kind.DL4J, settings).readout();
        for (int k = 0; k < CLASSES; k++) {
            assertThat(actual.weights(k)).containsExactly(expected.weights(k), within(1e-6));
            assertThat(actual.bias(k)).isCloseTo(expected.bias(k), within(1e-6));
        }
    }

    @Test
    void triesEveryPenaltyFromZeroWeightsAndHasPatience() {
        ReadoutSettings settings =
                settings(Labels.SOFT, FeatureScaling.SAMPLE_SUM_AND_BATCH_MAXIMUM, 0.1, 400, 6, 5e-10, 0.3);
        ReadoutResult result = train(ReadoutTrainer.Kind.DL4J, settings);
        List<EpochRecord> epochs = result.epochs();
        assertThat(epochs.stream().map(EpochRecord::penalty).distinct()).containsExactly(0.3, 5e-10);
        EpochRecord alone = train(
                        ReadoutTrainer.Kind.DL4J,
                        settings(Labels.SOFT, FeatureScaling.SAMPLE_SUM_AND_BATCH_MAXIMUM, 0.1, 1, 1, 5e-10))
                .epochs()
                .get(0);
        assertThat(epochs.stream().filter(e -> e.epoch() == 1 && e.penalty() == 5e-10))
                .extracting(EpochRecord::trainLoss)
                .containsExactly(alone.trainLoss());
        for (double penalty : settings.l2Penalties()) {
            List<EpochRecord> own =
                    epochs.stream().filter(e -> e.penalty() == penalty).toList();
            EpochRecord best = own.get(0);
            for (EpochRecord epoch : own) {
                best = epoch.validAccuracy() > best.validAccuracy() ? epoch : best;
            }
            assertThat(own).hasSize(best.epoch() + 6).hasSizeLessThan(400);
        }
        assertThat(result.validAccuracy()).isGreaterThan(0.6);
        assertThat(result.readout().predict(validation).accuracy()).isEqualTo(result.validAccuracy());
    }

    @Test
    void learnsFromASilentLiquid() {
        try (CountMatrix silent = Samples.matrix(new int[100][4])) {
            ReadoutResult result = ReadoutTrainer.of(
                            ReadoutTrainer.Kind.DL4J,
                            settings(Labels.SOFT, FeatureScaling.SAMPLE_SUM_AND_BATCH_MAXIMUM, 0.1, 3, 3, 0))
                    .train(silent, silent, ReadoutProgress.NONE);
            assertThat(result.validAccuracy()).isEqualTo(0.1);
            assertThat(result.readout().weights(3)).containsOnly(0);
        }
    }

    @Test
    void refusesLbfgs() {
        assertThatThrownBy(() -> ReadoutTrainer.of(ReadoutTrainer.Kind.DL4J, Samples.lbfgs(2, 0, 1e-3)))
                .isInstanceOf(UserException.class)
                .hasMessage("readout.trainer = dl4j trains with adadelta, and readout.optimiser is lbfgs; "
                        + "set readout.optimiser = adadelta, or readout.preset = publication")
                .extracting(e -> ((UserException) e).kind())
                .isEqualTo(UserException.Kind.BAD_CONFIGURATION);
    }
}
