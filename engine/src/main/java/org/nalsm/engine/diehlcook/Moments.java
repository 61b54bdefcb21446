package org.nalsm.engine.diehlcook;

/**
 * Mean and standard deviation (of the population, as NumPy's {@code std}) of many numbers, summed in double in a fixed order:
 * eight sums, of every eighth number each.
 *
 * @param mean not a number without numbers
 */
public record Moments(double mean, double deviation) {
    private static final int SUMS = 8;

    static Moments of(float[] values) {
        double[] sum = new double[SUMS];
        double[] squares = new double[SUMS];
        int end = values.length - values.length % SUMS;
        for (int k = 0; k < end; k += SUMS) {
            for (int s = 0; s < SUMS; s++) {
                double value = values[k + s];
                sum[s] += value;
                squares[s] += value * value;
            }
        }
        for (int k = end; k < values.length; k++) {
            sum[k - end] += values[k];
            squares[k - end] += (double) values[k] * values[k];
        }
        return of(total(sum), total(squares), values.length);
    }

    static Moments of(double[] values) {
        double sum = 0;
        double squares = 0;
        for (double value : values) {
            sum += value;
            squares += value * value;
        }
        return of(sum, squares, values.length);
    }

    private static double total(double[] sums) {
        double total = 0;
        for (double sum : sums) {
            total += sum;
        }
        return total;
    }

    private static Moments of(double sum, double squares, int count) {
        double mean = sum / count;
        return new Moments(mean, Math.sqrt(Math.max(0, squares / count - mean * mean)));
    }
}
