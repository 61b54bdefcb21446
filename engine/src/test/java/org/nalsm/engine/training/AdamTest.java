package org.nalsm.engine.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class AdamTest {
    /** Moments in closed form: sums over all gradients so far. */
    @Test
    void stepsFollowTheDefinition() {
        double[] gradients = {0.3, -0.1, 0.25, 1e-4, 0, -2};
        float[] theta = {1, 5};
        float[] first = new float[2];
        float[] second = new float[2];
        double expected = 1;
        for (int k = 1; k <= gradients.length; k++) {
            double rate = 0.01 / k;
            Adam.STANDARD.step(theta, first, second, new float[] {(float) gradients[k - 1], 0}, rate, k);
            double m = 0;
            double v = 0;
            for (int i = 0; i < k; i++) {
                m += 0.1 * Math.pow(0.9, k - 1 - i) * gradients[i];
                v += 0.001 * Math.pow(0.999, k - 1 - i) * gradients[i] * gradients[i];
            }
            expected -= rate * Math.sqrt(1 - Math.pow(0.999, k)) / (1 - Math.pow(0.9, k)) * m / (Math.sqrt(v) + 1e-8);
            assertThat((double) theta[0]).isCloseTo(expected, within(1e-6));
        }
        assertThat(theta[1]).isEqualTo(5);
    }

    /** Where gradients are as small as epsilon, it matters on which side of the correction epsilon stands. */
    @Test
    void epsilonStandsBesideTheUncorrectedMoment() {
        float[] theta = {0};
        Adam.STANDARD.step(theta, new float[1], new float[1], new float[] {1e-7f}, 1, 1);
        double root = Math.sqrt(0.001) * 1e-7;
        assertThat((double) theta[0]).isCloseTo(-Math.sqrt(0.001) / 0.1 * 1e-8 / (root + 1e-8), within(1e-4));
    }
}
