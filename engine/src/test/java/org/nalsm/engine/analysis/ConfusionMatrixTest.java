package org.nalsm.engine.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class ConfusionMatrixTest {
    private final ConfusionMatrix matrix =
            ConfusionMatrix.of(new int[] {0, 0, 0, 1, 1, 2, 9}, new int[] {0, 0, 1, 1, 0, 1, 9});

    @Test
    void countsAndShares() {
        assertThat(matrix.count(0, 0)).isEqualTo(2);
        assertThat(matrix.count(0, 1)).isEqualTo(1);
        assertThat(matrix.count(2, 1)).isEqualTo(1);
        assertThat(matrix.count(1, 2)).isZero();
        assertThat(matrix.total()).isEqualTo(7);
        assertThat(matrix.correct()).isEqualTo(4);
        assertThat(matrix.accuracy()).isEqualTo(4.0 / 7);
        assertThat(matrix.recall(0)).isEqualTo(2.0 / 3);
        assertThat(matrix.precision(0)).isEqualTo(2.0 / 3);
        assertThat(matrix.precision(1)).isCloseTo(1.0 / 3, within(1e-15));
        assertThat(matrix.recall(2)).isZero();
    }

    @Test
    void sharesOfNothingAreNaN() {
        assertThat(matrix.recall(5)).isNaN();
        assertThat(matrix.precision(2)).isNaN();
        assertThat(ConfusionMatrix.of(new int[0], new int[0]).accuracy()).isNaN();
    }

    @Test
    void text() {
        assertThat(matrix.toText()).isEqualTo("""
            label \\ predicted
                           0      1      2      3      4      5      6      7      8      9   recall
                    0      2      1      0      0      0      0      0      0      0      0     66.7
                    1      1      1      0      0      0      0      0      0      0      0     50.0
                    2      0      1      0      0      0      0      0      0      0      0      0.0
                    3      0      0      0      0      0      0      0      0      0      0        -
                    4      0      0      0      0      0      0      0      0      0      0        -
                    5      0      0      0      0      0      0      0      0      0      0        -
                    6      0      0      0      0      0      0      0      0      0      0        -
                    7      0      0      0      0      0      0      0      0      0      0        -
                    8      0      0      0      0      0      0      0      0      0      0        -
                    9      0      0      0      0      0      0      0      0      0      1    100.0
            precision   66.7   33.3      -      -      -      -      -      -      -  100.0
            accuracy 57.14 % (4 of 7; 95 % interval 25.05 to 84.18)
            """);
    }

    @Test
    void textStaysAlignedWithLargeCounts() {
        List<String> lines = ConfusionMatrix.of(new int[1_234_567], new int[1_234_567])
                .toText()
                .lines()
                .toList();
        assertThat(lines.subList(1, 12)).allSatisfy(line -> assertThat(line).hasSameSizeAs(lines.get(1)));
        assertThat(lines.get(2)).startsWith("        0  1234567        0");
    }

    @Test
    void refusesWhatDoesNotFit() {
        assertThatThrownBy(() -> ConfusionMatrix.of(new int[2], new int[3]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2 labels, 3 predictions");
        assertThatThrownBy(() -> ConfusionMatrix.of(new int[] {1, 10}, new int[2]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("label 1 is 10");
        assertThatThrownBy(() -> ConfusionMatrix.of(new int[1], new int[] {-1}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("prediction 0 is -1");
    }
}
