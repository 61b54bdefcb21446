package org.nalsm.spark.readout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nalsm.engine.UserException;
import org.nd4j.linalg.api.ndarray.INDArray;

final class CountMatrixTest {
    @Test
    void keepsCountsLabelsSumsAndMaxima() {
        try (CountMatrix.Builder builder = new CountMatrix.Builder(2, 3)) {
            CountMatrix matrix = builder.addRow(new int[] {0, 70000, 3}, 9)
                    .addRow(new short[] {1, 2, 0}, 0)
                    .build();
            float[] row = new float[3];
            matrix.copyRow(0, row);
            assertThat(row).containsExactly(0, 70000, 3);
            matrix.copyRow(1, row);
            assertThat(row).containsExactly(1, 2, 0);
            assertThat(matrix.rows(1, 2).toFloatVector()).containsExactly(1, 2, 0);
            assertThat(matrix.label(0)).isEqualTo(9);
            assertThat(matrix.label(1)).isZero();
            assertThat(matrix.sum(0)).isEqualTo(70003);
            assertThat(matrix.largestCount(1)).isEqualTo(2);
            assertThat(matrix.largestCount()).isEqualTo(70000);
            matrix.close();
            matrix.close();
        }
    }

    @Test
    void refusesRowsThatDoNotFit() {
        try (CountMatrix.Builder builder = new CountMatrix.Builder(1, 2)) {
            assertThatThrownBy(() -> builder.addRow(new int[3], 0)).hasMessageContaining("row 0 has 3 counts");
            assertThatThrownBy(() -> builder.addRow(new int[2], 10)).hasMessageContaining("label 10");
            assertThatThrownBy(() -> builder.addRow(new int[2], -2)).hasMessageContaining("label -2");
            assertThatThrownBy(() -> builder.addRow(new int[] {0, -1}, 1)).hasMessageContaining("negative count: -1");
            assertThatThrownBy(builder::build).hasMessageContaining("0 of 1 rows");
            builder.addRow(new int[2], 1);
            assertThatThrownBy(() -> builder.addRow(new int[2], 1)).hasMessageContaining("all 1 rows");
            builder.build().close();
            assertThatThrownBy(builder::build).hasMessageContaining("already built");
        }
    }

    @Test
    void saysHowMuchMemoryIsMissing() {
        assertThatThrownBy(() -> new CountMatrix.Builder(1_000_000_000, 1000))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("3814697 MiB")
                .hasMessageContaining("spark.driver.memory");
    }

    @ParameterizedTest
    @EnumSource(FeatureScaling.class)
    void featuresFollowTheirDefinition(FeatureScaling kind) {
        int[][] counts = Samples.counts(23, 5, 1);
        counts[3] = new int[5];
        for (int i = 10; i < 20; i++) {
            counts[i] = new int[5];
        }
        double[][] expected = Samples.features(counts, kind, 10);
        try (CountMatrix matrix = Samples.matrix(counts);
                INDArray features = FittedScaling.fit(kind, matrix, 10).features(matrix)) {
            for (int i = 0; i < counts.length; i++) {
                assertThat(features.getRow(i).toDoubleVector()).containsExactly(expected[i], within(1e-6));
            }
            assertThat(features.getRow(3).toFloatVector()).containsOnly(0);
            assertThat(features.maxNumber().doubleValue()).isCloseTo(1, within(1e-6));
        }
    }
}
