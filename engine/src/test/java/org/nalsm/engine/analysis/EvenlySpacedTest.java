package org.nalsm.engine.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EvenlySpacedTest {
    /** numpy.round(250 * (numpy.arange(20) / 20)). */
    @Test
    void twentyOfABatchAsThePublicationTakesThem() {
        assertThat(EvenlySpaced.positions(20, 250))
                .containsExactly(
                        0, 12, 25, 38, 50, 62, 75, 88, 100, 112, 125, 138, 150, 162, 175, 188, 200, 212, 225, 238);
    }

    @Test
    void allOfABatchAreAll() {
        assertThat(EvenlySpaced.positions(17, 17))
                .isEqualTo(IntStream.range(0, 17).toArray());
        assertThat(EvenlySpaced.positions(0, 5)).isEmpty();
    }

    @Test
    void positionsAreDistinctAndInside() {
        for (int size = 1; size < 60; size++) {
            for (int count = 1; count <= size; count++) {
                int[] positions = EvenlySpaced.positions(count, size);
                for (int i = 0; i < count; i++) {
                    assertThat(positions[i]).isEqualTo((int) Math.rint(size * (double) i / count));
                }
                assertThat(positions).isSorted().doesNotHaveDuplicates();
                assertThat(positions[count - 1]).isLessThan(size);
            }
        }
    }

    @Test
    void doesNotOverflow() {
        assertThat(EvenlySpaced.positions(60_000, 60_000)[59_999]).isEqualTo(59_999);
    }

    @Test
    void refusesMoreThanThereAre() {
        assertThatThrownBy(() -> EvenlySpaced.positions(21, 20))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("21 of 20");
    }
}
