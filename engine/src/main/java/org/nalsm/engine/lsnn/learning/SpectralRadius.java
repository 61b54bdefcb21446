package org.nalsm.engine.lsnn.learning;

/** The largest modulus of the eigenvalues of a square matrix, which may be complex. */
final class SpectralRadius {
    /** The power is 2 to this; its root then differs from the limit by less than rounding does. */
    private static final int SQUARINGS = 40;

    private SpectralRadius() {}

    /**
     * By I. Gelfand's formula, the limit of the m-th root of the norm of A^m: A is squared again and again, and scaled by its
     * norm so that it neither overflows nor vanishes. In a fixed order of operations, unlike a library's eigenvalues, so that
     * every machine has the same bits.
     *
     * @param a n x n, row-major; left as it is
     * @return 0 if a power of the matrix is 0
     */
    static double of(double[] a, int n) {
        double[] power = a.clone();
        double logarithm = 0;
        double share = 1;
        for (int k = 0; k < SQUARINGS; k++) {
            double norm = norm(power);
            if (norm == 0) {
                return 0;
            }
            logarithm += share * StrictMath.log(norm);
            for (int i = 0; i < power.length; i++) {
                power[i] /= norm;
            }
            power = square(power, n);
            share /= 2;
        }
        return StrictMath.exp(logarithm);
    }

    private static double norm(double[] a) {
        double sum = 0;
        for (double x : a) {
            sum += x * x;
        }
        return Math.sqrt(sum);
    }

    private static double[] square(double[] a, int n) {
        double[] product = new double[n * n];
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < n; k++) {
                double factor = a[i * n + k];
                for (int j = 0; j < n; j++) {
                    product[i * n + j] += factor * a[k * n + j];
                }
            }
        }
        return product;
    }
}
