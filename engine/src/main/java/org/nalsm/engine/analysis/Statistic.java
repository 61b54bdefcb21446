package org.nalsm.engine.analysis;

import java.util.Arrays;

/**
 * Repetitions of one figure.
 *
 * @param mean arithmetic mean; NaN without values
 * @param standardDeviation of the sample (n - 1 in the denominator); NaN for fewer than two values
 * @param n number of values
 */
public record Statistic(double mean, double standardDeviation, int n) {

    /** Of the values that are known, which are not NaN. */
    public static Statistic of(double... values) {
        double[] known =
                Arrays.stream(values).filter(value -> !Double.isNaN(value)).toArray();
        double mean = Arrays.stream(known).average().orElse(Double.NaN);
        double squares = Arrays.stream(known)
                .map(value -> (value - mean) * (value - mean))
                .sum();
        return new Statistic(
                mean, known.length < 2 ? Double.NaN : Math.sqrt(squares / (known.length - 1)), known.length);
    }
}
