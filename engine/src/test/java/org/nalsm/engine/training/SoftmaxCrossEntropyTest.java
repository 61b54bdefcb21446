package org.nalsm.engine.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SoftmaxCrossEntropyTest {
    @Test
    void adjointsAreDerivativesOfTheLoss() {
        float[] outputs = {9, 0.5f, -1, 2, 9};
        SoftmaxCrossEntropy at = SoftmaxCrossEntropy.of(outputs, 1, 3, 1);
        double sum = Math.exp(0.5) + Math.exp(-1) + Math.exp(2);
        assertThat(at.loss()).isCloseTo(Math.log(sum) + 1, within(1e-12));
        assertThat(at.predicted()).isEqualTo(2);
        assertThat(at.adjoints()[0]).isCloseTo(Math.exp(0.5) / sum, within(1e-12));
        assertThat(at.adjoints()[1]).isCloseTo(Math.exp(-1) / sum - 1, within(1e-12));
    }

    @Test
    void hugeOutputsDoNotOverflowAndTheFirstOfTheLargestIsTaken() {
        SoftmaxCrossEntropy at = SoftmaxCrossEntropy.of(new float[] {3000, 3000, -3000}, 0, 3, 2);
        assertThat(at.loss()).isCloseTo(6000 + Math.log(2), within(1e-9));
        assertThat(at.predicted()).isZero();
    }
}
