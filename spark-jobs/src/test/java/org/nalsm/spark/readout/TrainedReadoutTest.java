package org.nalsm.spark.readout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.nalsm.spark.readout.CountMatrix.CLASSES;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class TrainedReadoutTest {
    private static final int NEURONS = 19;
    private static final int SAMPLES = 2301;

    private final int[][] counts = Samples.counts(SAMPLES, NEURONS, 1);
    private final double[] parameters = Samples.randomParameters(NEURONS, 2);

    @ParameterizedTest
    @EnumSource(FeatureScaling.class)
    void scoresEqualPlainLoops(FeatureScaling kind) {
        double[][] features = Samples.features(counts, kind, 250);
        try (CountMatrix matrix = Samples.matrix(counts)) {
            TrainedReadout readout = TrainedReadout.ofParameters(parameters, FittedScaling.fit(kind, matrix, 250));
            Predictions predictions = readout.predict(matrix);
            int correct = 0;
            for (int i = 0; i < SAMPLES; i++) {
                double[] expected = Samples.logits(features[i], parameters);
                int best = 0;
                for (int k = 0; k < CLASSES; k++) {
                    assertThat((double) predictions.scores()[i][k]).isCloseTo(expected[k], within(1e-5));
                    best = expected[k] > expected[best] ? k : best;
                }
                assertThat(predictions.predicted()[i]).isEqualTo(best);
                correct += best == Samples.label(i) ? 1 : 0;
            }
            assertThat(predictions.accuracy()).isEqualTo(correct / (double) SAMPLES);
            assertThat(readout.scores(matrix)).isDeepEqualTo(predictions.scores());
        }
    }

    @Test
    void survivesItsOwnWeights() {
        FittedScaling scaling = new FittedScaling(FeatureScaling.TRAINING_MAXIMUM, 25, 250);
        TrainedReadout readout = TrainedReadout.ofParameters(parameters, scaling);
        double[][] weights = new double[CLASSES][];
        double[] bias = new double[CLASSES];
        for (int k = 0; k < CLASSES; k++) {
            weights[k] = readout.weights(k);
            bias[k] = readout.bias(k);
            assertThat(weights[k][4]).isEqualTo(parameters[4 * CLASSES + k]);
            assertThat(bias[k]).isEqualTo(parameters[NEURONS * CLASSES + k]);
        }
        TrainedReadout again = TrainedReadout.of(weights, bias, scaling);
        try (CountMatrix matrix = Samples.matrix(counts)) {
            assertThat(again.scores(matrix)).isDeepEqualTo(readout.scores(matrix));
        }
    }

    @Test
    void refusesCountsOfAnotherLiquid() {
        TrainedReadout readout =
                TrainedReadout.ofParameters(parameters, new FittedScaling(FeatureScaling.TRAINING_MAXIMUM, 25, 250));
        try (CountMatrix matrix = Samples.matrix(Samples.counts(3, NEURONS - 1, 1))) {
            assertThatThrownBy(() -> readout.predict(matrix))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("18")
                    .hasMessageContaining("19");
        }
    }
}
