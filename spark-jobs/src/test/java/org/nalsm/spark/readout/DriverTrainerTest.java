package org.nalsm.spark.readout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.nalsm.spark.readout.CountMatrix.CLASSES;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nalsm.spark.readout.ReadoutSettings.Labels;
import org.nalsm.spark.readout.ReadoutSettings.Optimiser;
import org.nd4j.linalg.factory.Nd4j;

final class DriverTrainerTest {
    private static final int NEURONS = 23;
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

    private static ReadoutResult train(ReadoutSettings settings) {
        return new DriverTrainer(settings, 2).train(training, validation, ReadoutProgress.NONE);
    }

    @Test
    void lbfgsReachesTheOptimumOfPlainGradientDescent() {
        double l2 = 0.01;
        double[][] features = Samples.features(Samples.counts(600, NEURONS, 1), FeatureScaling.TRAINING_MAXIMUM, 250);
        double[] parameters = new double[(NEURONS + 1) * CLASSES];
        for (int i = 0; i < 3000; i++) {
            double[] gradient = Samples.gradient(features, Labels.HARD, parameters, l2);
            for (int p = 0; p < parameters.length; p++) {
                parameters[p] -= 1.2 * gradient[p];
            }
        }
        List<EpochRecord> epochs = train(Samples.lbfgs(300, 0, l2)).epochs();
        double optimum = Samples.loss(features, Labels.HARD, parameters, l2);
        assertThat(epochs.get(epochs.size() - 1).trainLoss()).isCloseTo(optimum, within(1e-6));
    }

    @Test
    void aLargerPenaltyGivesSmallerWeights() {
        double small = squares(train(Samples.lbfgs(100, 1e-6, 1e-4)).readout());
        double large = squares(train(Samples.lbfgs(100, 1e-6, 1e-1)).readout());
        assertThat(large).isLessThan(0.2 * small);
    }

    private static double squares(TrainedReadout readout) {
        double sum = 0;
        for (int k = 0; k < CLASSES; k++) {
            for (double weight : readout.weights(k)) {
                sum += weight * weight;
            }
        }
        return sum;
    }

    @Test
    void choosesTheFirstEpochWithTheBestValidationAccuracy() {
        List<Integer> heard = new ArrayList<>();
        ReadoutResult result = new DriverTrainer(Samples.lbfgs(40, 1e-6, 1e-4, 1, 1e-2), 2)
                .train(training, validation, (epoch, of, penalty, ofPenalties) -> {
                    assertThat(of).isEqualTo(40);
                    assertThat(ofPenalties).isEqualTo(3);
                    heard.add(penalty);
                });
        assertThat(heard).hasSameSizeAs(result.epochs()).isSorted().contains(0, 1, 2);
        assertThat(result.epochs().stream().map(EpochRecord::penalty).distinct())
                .containsExactly(1.0, 1e-2, 1e-4);
        EpochRecord best = result.epochs().get(0);
        for (EpochRecord epoch : result.epochs()) {
            best = epoch.validAccuracy() > best.validAccuracy() ? epoch : best;
        }
        assertThat(result.bestEpoch()).isEqualTo(best.epoch());
        assertThat(result.penalty()).isEqualTo(best.penalty());
        assertThat(result.validAccuracy()).isEqualTo(best.validAccuracy()).isGreaterThan(0.6);
        assertThat(result.readout().predict(validation).accuracy()).isEqualTo(best.validAccuracy());
        assertThat(result.readout().predict(training).accuracy()).isEqualTo(best.trainAccuracy());
    }

    @Test
    void repeatsBitForBitOnAnyNumberOfThreads() {
        for (ReadoutSettings settings : List.of(Samples.lbfgs(30, 1e-6, 1e-3, 1e-4), adadelta(20, 20))) {
            ReadoutResult one = new DriverTrainer(settings, 1).train(training, validation, ReadoutProgress.NONE);
            ReadoutResult three = new DriverTrainer(settings, 3).train(training, validation, ReadoutProgress.NONE);
            assertThat(three.bestEpoch()).isEqualTo(one.bestEpoch());
            for (int k = 0; k < CLASSES; k++) {
                assertThat(three.readout().weights(k))
                        .containsExactly(one.readout().weights(k));
                assertThat(three.readout().bias(k)).isEqualTo(one.readout().bias(k));
            }
            assertThat(three.readout().scores(validation))
                    .isDeepEqualTo(one.readout().scores(validation));
        }
    }

    private static ReadoutSettings adadelta(int maxEpochs, int patience) {
        return new ReadoutSettings(
                Optimiser.ADADELTA,
                Labels.SOFT,
                FeatureScaling.SAMPLE_SUM_AND_BATCH_MAXIMUM,
                new double[] {5e-10},
                maxEpochs,
                patience,
                250,
                0.1,
                0.95,
                1e-8,
                0);
    }

    @Test
    void adadeltaLearnsAndHasPatience() {
        ReadoutResult result = train(adadelta(400, 25));
        List<EpochRecord> epochs = result.epochs();
        assertThat(result.validAccuracy()).isGreaterThan(0.6);
        assertThat(epochs.get(epochs.size() - 1).trainLoss())
                .isLessThan(epochs.get(0).trainLoss());
        assertThat(epochs).hasSize(Math.min(400, result.bestEpoch() + 25));
    }

    @Test
    void aSilentLiquidLearnsTheBiasOnly() {
        try (CountMatrix silent = Samples.matrix(new int[100][4])) {
            for (ReadoutSettings settings : List.of(Samples.lbfgs(20, 0, 1e-3), adadelta(3, 3))) {
                ReadoutResult result = new DriverTrainer(settings, 2).train(silent, silent, ReadoutProgress.NONE);
                assertThat(squares(result.readout())).isZero();
                assertThat(result.validAccuracy()).isEqualTo(0.1);
            }
        }
    }

    @Test
    void leavesTheThreadsOfBlasAsTheyWere() {
        int before = Nd4j.factory().blas().getMaxThreads();
        train(Samples.lbfgs(2, 0, 1e-3));
        assertThat(Nd4j.factory().blas().getMaxThreads()).isEqualTo(before);
    }

    @Test
    void refusesMatricesThatDoNotFit() {
        try (CountMatrix other = Samples.matrix(Samples.counts(10, NEURONS + 1, 1))) {
            assertThatThrownBy(() -> new DriverTrainer(Samples.lbfgs(2, 0, 1e-3), 2)
                            .train(training, other, ReadoutProgress.NONE))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("23 neurons")
                    .hasMessageContaining("24");
        }
    }
}
