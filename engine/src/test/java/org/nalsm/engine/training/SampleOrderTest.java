package org.nalsm.engine.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nalsm.engine.random.Stream;

class SampleOrderTest {
    @Test
    void everyEpochHasAllSamplesInAnOrderOfItsOwn() {
        SampleOrder order = new SampleOrder(5, Stream.LSNN_SAMPLE_ORDER, 100, 0);
        int[] first = IntStream.range(0, 100).map(order::at).toArray();
        int[] second = IntStream.range(100, 200).map(order::at).toArray();
        assertThat(IntStream.of(first).sorted())
                .containsExactlyElementsOf(IntStream.range(0, 100).boxed().toList());
        assertThat(IntStream.of(second).sorted())
                .containsExactlyElementsOf(IntStream.range(0, 100).boxed().toList());
        assertThat(first)
                .isNotEqualTo(second)
                .isNotEqualTo(IntStream.range(0, 100).toArray());
        assertThat(IntStream.range(0, 100)
                        .map(new SampleOrder(5, Stream.LSNN_SAMPLE_ORDER, 100, 1)::at)
                        .toArray())
                .isNotEqualTo(first);
    }

    @Test
    void aPositionIsTheSameHoweverOneGotThere() {
        SampleOrder forward = new SampleOrder(5, Stream.LSNN_SAMPLE_ORDER, 64, 0);
        int[] all = IntStream.range(0, 300).map(forward::at).toArray();
        SampleOrder backward = new SampleOrder(5, Stream.LSNN_SAMPLE_ORDER, 64, 0);
        for (int k = 299; k >= 0; k--) {
            assertThat(backward.at(k)).isEqualTo(all[k]);
        }
    }
}
