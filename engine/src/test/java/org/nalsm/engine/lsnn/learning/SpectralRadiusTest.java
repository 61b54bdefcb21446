package org.nalsm.engine.lsnn.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SpectralRadiusTest {
    @Test
    void smallMatricesWithKnownEigenvalues() {
        assertThat(SpectralRadius.of(new double[] {3}, 1)).isCloseTo(3, within(1e-9));
        assertThat(SpectralRadius.of(new double[] {2, 1, 0, -5}, 2)).isCloseTo(5, within(1e-9));
        // Rotation by 90 degrees, stretched: eigenvalues +-0.3 i.
        assertThat(SpectralRadius.of(new double[] {0, -0.3, 0.3, 0}, 2)).isCloseTo(0.3, within(1e-9));
        // A Jordan block, far from normal: its powers grow before they shrink.
        assertThat(SpectralRadius.of(new double[] {0.5, 100, 0, 0.5}, 2)).isCloseTo(0.5, within(1e-9));
        assertThat(SpectralRadius.of(new double[] {0, 7, 0, 0}, 2)).isZero();
    }

    /** Eigenvalues do not change with the basis: T diag T^-1 with one complex pair that dominates. */
    @Test
    void anotherBasisHasTheSameRadius() {
        int n = 12;
        Random random = new Random(4);
        double[] a = new double[n * n];
        for (int i = 0; i < n; i++) {
            a[i * n + i] = 0.9 * random.nextDouble();
        }
        a[0] = 1.2;
        a[1] = -1.6;
        a[n] = 1.6;
        a[n + 1] = 1.2;
        // Shears leave eigenvalues alone: row r gets s times row q, column q loses s times column r.
        for (int k = 0; k < 200; k++) {
            int q = random.nextInt(n);
            int r = (q + 1 + random.nextInt(n - 1)) % n;
            double s = 0.3 * random.nextGaussian();
            for (int j = 0; j < n; j++) {
                a[r * n + j] += s * a[q * n + j];
            }
            for (int i = 0; i < n; i++) {
                a[i * n + q] -= s * a[i * n + r];
            }
        }
        assertThat(SpectralRadius.of(a, n)).isCloseTo(2, within(1e-6));
    }
}
