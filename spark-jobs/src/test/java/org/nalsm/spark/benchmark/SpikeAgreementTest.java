package org.nalsm.spark.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;
import org.nalsm.spark.family.liquid.Backend;

class SpikeAgreementTest {
    private final SpikeAgreement agreement = new SpikeAgreement();

    private static int[][] counts(int... values) {
        return new int[][] {values, {10, 10, 10}};
    }

    @Test
    void eventDrivenBackendsMustAgreeToTheLastSpike() {
        assertThat(agreement.check(Backend.EVENT_SCALAR, counts(1, 2, 3))).isZero();
        assertThat(agreement.check(Backend.EVENT_VECTOR, counts(1, 2, 3))).isZero();
        // The same number of spikes, elsewhere.
        assertThatIllegalStateException()
                .isThrownBy(() -> agreement.check(Backend.EVENT, counts(1, 3, 2)))
                .withMessageContaining("event-scalar and event disagree")
                .withMessageContaining("2 of the counts");
    }

    @Test
    void theDenseBackendMayRoundDifferentlyButNotMuch() {
        agreement.check(Backend.EVENT_SCALAR, counts(1, 2, 3));
        assertThat(agreement.check(Backend.DENSE, counts(1, 3, 3))).isEqualTo(1 / 6.0);
        assertThatIllegalStateException().isThrownBy(() -> agreement.check(Backend.DENSE, counts(9, 2, 3)));
    }

    @Test
    void afterTheDenseBackendTheFirstEventDrivenOneIsTheReference() {
        agreement.check(Backend.DENSE, counts(1, 2, 3));
        assertThat(agreement.check(Backend.EVENT_SCALAR, counts(1, 2, 4))).isEqualTo(1 / 6.0);
        assertThatIllegalStateException().isThrownBy(() -> agreement.check(Backend.EVENT_VECTOR, counts(1, 2, 3)));
    }

    @Test
    void everyKernelMustInitialiseToTheSameWeights() {
        agreement.checkWeights(Backend.EVENT_SCALAR, new float[] {1, 2});
        agreement.checkWeights(Backend.EVENT_VECTOR, new float[] {1, 2});
        assertThatIllegalStateException()
                .isThrownBy(() -> agreement.checkWeights(Backend.EVENT_VECTOR, new float[] {1, Math.nextUp(2f)}))
                .withMessageContaining("event-vector initialises the liquid to other weights");
    }
}
