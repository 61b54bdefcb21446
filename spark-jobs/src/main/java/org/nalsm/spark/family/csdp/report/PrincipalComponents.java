package org.nalsm.spark.family.csdp.report;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.eigen.Eigen;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The two directions in which codes vary most.
 *
 * @param first coordinate of each code
 * @param second coordinate of each code
 * @param share of the variance that both have together, 0 to 1
 * @param neurons whose spikes were taken
 */
record PrincipalComponents(double[] first, double[] second, double share, int neurons) {
    /** More would take long: those that vary most are taken. */
    private static final int MOST_NEURONS = 1000;

    /** @param codes at least two, of at least two neurons */
    static PrincipalComponents of(List<short[]> codes) {
        double[][] centred = centred(codes);
        int[] chosen = IntStream.range(0, centred.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer j) -> -dot(centred[j], centred[j])))
                .limit(MOST_NEURONS)
                .mapToInt(Integer::intValue)
                .toArray();
        int n = chosen.length;
        INDArray covariance = Nd4j.create(DataType.DOUBLE, n, n);
        for (int i = 0; i < n; i++) {
            for (int j = i; j < n; j++) {
                double value = dot(centred[chosen[i]], centred[chosen[j]]) / codes.size();
                covariance.putScalar(i, j, value).putScalar(j, i, value);
            }
        }
        double trace = IntStream.range(0, n)
                .mapToDouble(i -> covariance.getDouble(i, i))
                .sum();
        // Ascending values; their vectors take the place of the matrix, a column each.
        double[] values =
                Eigen.symmetricGeneralizedEigenvalues(covariance, true).toDoubleVector();
        double share = trace == 0 ? 0 : (values[n - 1] + values[n - 2]) / trace;
        return new PrincipalComponents(
                projected(centred, chosen, covariance, n - 1), projected(centred, chosen, covariance, n - 2), share, n);
    }

    /** By neuron, then by code. */
    private static double[][] centred(List<short[]> codes) {
        int neurons = codes.get(0).length;
        double[][] centred = new double[neurons][codes.size()];
        for (int j = 0; j < neurons; j++) {
            for (int b = 0; b < codes.size(); b++) {
                centred[j][b] = codes.get(b)[j];
            }
            double mean = Arrays.stream(centred[j]).average().orElse(0);
            for (int b = 0; b < codes.size(); b++) {
                centred[j][b] -= mean;
            }
        }
        return centred;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int k = 0; k < a.length; k++) {
            sum += a[k] * b[k];
        }
        return sum;
    }

    /** The sign is such that the largest entry of the direction is above 0. */
    private static double[] projected(double[][] centred, int[] chosen, INDArray vectors, int column) {
        double[] direction = vectors.getColumn(column).toDoubleVector();
        double largest = Arrays.stream(direction)
                .boxed()
                .max(Comparator.comparingDouble(Math::abs))
                .orElseThrow();
        double[] coordinates = new double[centred[0].length];
        for (int j = 0; j < chosen.length; j++) {
            double weight = largest < 0 ? -direction[j] : direction[j];
            for (int b = 0; b < coordinates.length; b++) {
                coordinates[b] += weight * centred[chosen[j]][b];
            }
        }
        return coordinates;
    }
}
