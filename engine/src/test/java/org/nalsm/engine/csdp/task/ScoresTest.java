package org.nalsm.engine.csdp.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ScoresTest {
    private static final int[] COUNTS = {9, 9, 0, 2, 3, 3};

    @Test
    void theFirstOfTheMostSpikesIsPredicted() {
        assertThat(Scores.predicted(COUNTS, 0, 3)).isZero();
        assertThat(Scores.predicted(COUNTS, 3, 3)).isEqualTo(1);
    }

    @Test
    void likelihoodAndEntropyAreThoseOfTheSoftmax() {
        double sum = Math.exp(2) + 2 * Math.exp(3);
        assertThat(Scores.negativeLogLikelihood(COUNTS, 3, 3, 0))
                .isCloseTo(-Math.log(Math.exp(2) / sum), within(1e-12));
        double p = Math.exp(2) / sum;
        double q = Math.exp(3) / sum;
        assertThat(Scores.entropy(COUNTS, 3, 3)).isCloseTo(-p * Math.log(p) - 2 * q * Math.log(q), within(1e-12));
    }

    @Test
    void probabilitiesKeepAwayFromZeroAndOne() {
        int[] sure = {50, 0};
        assertThat(Scores.negativeLogLikelihood(sure, 0, 2, 1)).isCloseTo(-Math.log(1e-7), within(1e-9));
        assertThat(Scores.negativeLogLikelihood(sure, 0, 2, 0)).isCloseTo(1e-7, within(1e-12));
    }

    @Test
    void reconstructionErrorsAreSumsOverThePixels() {
        float[] pixels = {9, 9, 1, 0.25f};
        float[] traces = {9, 9, 40, 0};
        assertThat(Scores.squaredError(pixels, traces, 2, 2, 50)).isCloseTo(0.2 * 0.2 + 0.0625, within(1e-7));
        assertThat(Scores.crossEntropy(pixels, traces, 2, 2, 50))
                .isCloseTo(-Math.log(0.8) - 0.25 * Math.log(1e-7) - 0.75 * Math.log(1 - 1e-7), within(1e-9));
    }
}
