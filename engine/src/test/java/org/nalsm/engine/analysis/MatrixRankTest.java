package org.nalsm.engine.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MatrixRankTest {
    private static final int ROWS = 200;
    private static final int COLS = 150;

    @Test
    void productsOfRandomFactorsHaveTheRankOfTheirInnerSize() {
        for (int[] shape : new int[][] {{40, 60, 7}, {60, 40, 39}, {50, 50, 1}, {30, 80, 30}}) {
            double[] product = product(shape[0], shape[1], shape[2]);
            assertThat(MatrixRank.rank(product, shape[0], shape[1])).isEqualTo(shape[2]);
        }
    }

    private static double[] product(int rows, int cols, int inner) {
        SplittableRandom random = new SplittableRandom(rows * 31L + inner);
        double[] left = random.doubles((long) rows * inner, -1, 1).toArray();
        double[] right = random.doubles((long) inner * cols, -1, 1).toArray();
        double[] product = new double[rows * cols];
        for (int c = 0; c < cols; c++) {
            for (int r = 0; r < rows; r++) {
                for (int k = 0; k < inner; k++) {
                    product[c * rows + r] += left[r * inner + k] * right[k * cols + c];
                }
            }
        }
        return product;
    }

    @Test
    void zeroAndUnitMatrices() {
        assertThat(MatrixRank.rank(new double[12], 3, 4)).isZero();
        double[] unit = new double[9];
        unit[0] = unit[4] = unit[8] = 1;
        assertThat(MatrixRank.rank(unit, 3, 3)).isEqualTo(3);
        assertThat(MatrixRank.rank(new double[] {5}, 1, 1)).isEqualTo(1);
    }

    @Test
    void toleranceIsTheLargestTimesTheLongerSideTimesEpsilon() {
        double just = 2 * Math.ulp(1.0);
        assertThat(MatrixRank.rank(new double[] {1, 0, 0, just}, 2, 2)).isEqualTo(1);
        assertThat(MatrixRank.rank(new double[] {1, 0, 0, 1.01 * just}, 2, 2)).isEqualTo(2);
        // The same diagonal in a longer matrix.
        assertThat(MatrixRank.rank(new double[] {1, 0, 0, 0, 1.01 * just, 0}, 3, 2))
                .isEqualTo(1);
        double single = 2 * (double) Math.ulp(1f);
        assertThat(MatrixRank.rank(new double[] {1, 0, 0, single}, 2, 2, RankTolerance.FLOAT32))
                .isEqualTo(1);
        assertThat(MatrixRank.rank(new double[] {1, 0, 0, 1.01 * single}, 2, 2, RankTolerance.FLOAT32))
                .isEqualTo(2);
    }

    /**
     * Known answers from NumPy 2.4.6: matrix_rank of the matrix as float64 and as float32 (it is exact in both), and
     * singular values.
     */
    @Test
    void agreesWithNumPy() {
        double[] matrix = countsWithDependentColumns();
        double[] before = matrix.clone();
        assertThat(MatrixRank.rank(matrix, ROWS, COLS)).isEqualTo(135);
        assertThat(MatrixRank.rank(matrix, ROWS, COLS, RankTolerance.FLOAT64)).isEqualTo(135);
        assertThat(MatrixRank.rank(matrix, ROWS, COLS, RankTolerance.FLOAT32)).isEqualTo(120);
        double[] values = MatrixRank.singularValues(matrix, ROWS, COLS);
        assertThat(values[0]).isCloseTo(1078.8756864289996, within(1e-9));
        assertThat(values[1]).isCloseTo(115.67600646, within(1e-7));
        assertThat(values[2]).isCloseTo(109.47932474, within(1e-7));
        assertThat(values[119]).isCloseTo(13.0078478, within(1e-6));
        assertThat(values[120]).isCloseTo(2.78948453e-05, within(1e-12));
        assertThat(matrix).isEqualTo(before);
    }

    /** Counts 0 to 11; 15 columns are sums of two others, 15 are another one plus a millionth of a count. */
    private static double[] countsWithDependentColumns() {
        double[] m = new double[ROWS * COLS];
        long x = 2021;
        for (int i = 0; i < m.length; i++) {
            x = (x * 1103515245 + 12345) & 0x7fffffff;
            m[i] = (x >> 16) % 12;
        }
        for (int c = 120; c < COLS; c++) {
            for (int r = 0; r < ROWS; r++) {
                double own = m[c * ROWS + r];
                double other = m[(c - 100) * ROWS + r];
                m[c * ROWS + r] = c < 135 ? m[(c - 120) * ROWS + r] + other : other + own * 0x1p-20;
            }
        }
        return m;
    }

    @Test
    void manyThreadsGetTheSameValues() {
        double[] matrix = product(120, 90, 45);
        double[] expected = MatrixRank.singularValues(matrix, 120, 90);
        assertThat(IntStream.range(0, 32).parallel().mapToObj(i -> MatrixRank.singularValues(matrix, 120, 90)))
                .allSatisfy(values -> assertThat(values).isEqualTo(expected));
    }

    @Test
    void refusesWhatIsNoMatrix() {
        assertThatThrownBy(() -> MatrixRank.rank(new double[5], 2, 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("5 elements for 2 x 3");
        assertThatThrownBy(() -> MatrixRank.rank(new double[0], 0, 3)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> MatrixRank.rank(new double[] {1, Double.NaN}, 2, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("NaN");
    }
}
