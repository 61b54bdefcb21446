package org.nalsm.engine.analysis;

import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.openblas.global.openblas;

/**
 * Numerical rank by singular values, with LAPACK's dgesdd as in NumPy's {@code matrix_rank}. The LAPACK is the
 * OpenBLAS that ND4J brings; without singular vectors a matrix of 1000 x 1000 takes 0.15 s on one core, where
 * pure Java libraries (EJML, netlib) take five to seven times as long. Safe for use by many threads.
 */
public final class MatrixRank {
    private static final byte VALUES_ONLY = 'N';

    private static int callers;
    private static int threadsBefore;

    private MatrixRank() {}

    /**
     * The rank of a matrix of doubles as NumPy gives it: {@link RankTolerance#FLOAT64}.
     *
     * @see #rank(double[], int, int, RankTolerance)
     */
    public static int rank(double[] columnMajor, int rows, int cols) {
        return rank(columnMajor, rows, cols, RankTolerance.FLOAT64);
    }

    /**
     * The number of singular values above the tolerance.
     *
     * @param columnMajor element (r, c) at {@code c * rows + r}; not changed
     * @param rows at least 1
     * @param cols at least 1
     * @throws IllegalArgumentException when the sizes do not fit or an element is not finite
     */
    public static int rank(double[] columnMajor, int rows, int cols, RankTolerance tolerance) {
        double[] values = singularValues(columnMajor, rows, cols);
        double threshold = tolerance.threshold(values[0], rows, cols);
        int rank = 0;
        while (rank < values.length && values[rank] > threshold) {
            rank++;
        }
        return rank;
    }

    /** min(rows, cols) singular values, descending. */
    static double[] singularValues(double[] columnMajor, int rows, int cols) {
        if (rows < 1 || cols < 1 || Math.multiplyExact(rows, cols) != columnMajor.length) {
            throw new IllegalArgumentException(columnMajor.length + " elements for " + rows + " x " + cols);
        }
        for (double element : columnMajor) {
            if (!Double.isFinite(element)) {
                throw new IllegalArgumentException("the matrix has an element " + element);
            }
        }
        double[] values = new double[Math.min(rows, cols)];
        // Native memory of our own: dgesdd overwrites the matrix, and no Java array is pinned meanwhile.
        try (DoublePointer matrix = new DoublePointer(columnMajor);
                DoublePointer result = new DoublePointer(values.length);
                DoublePointer unused = new DoublePointer(1)) {
            enter();
            int info;
            try {
                info = openblas.LAPACKE_dgesdd(
                        openblas.LAPACK_COL_MAJOR, VALUES_ONLY, rows, cols, matrix, rows, result, unused, 1, unused, 1);
            } finally {
                leave();
            }
            if (info != 0) {
                throw new IllegalStateException("dgesdd failed on " + rows + " x " + cols + ": info " + info);
            }
            result.get(values);
        }
        return values;
    }

    /**
     * One BLAS thread while anybody is here: callers are parallel by themselves, one a Spark task. The setting
     * belongs to the process, so the last to leave restores it for ND4J.
     */
    private static synchronized void enter() {
        if (callers++ == 0) {
            threadsBefore = openblas.blas_get_num_threads();
            openblas.blas_set_num_threads(1);
        }
    }

    private static synchronized void leave() {
        if (--callers == 0) {
            openblas.blas_set_num_threads(threadsBefore);
        }
    }
}
