package org.nalsm.spark.figure;

/**
 * A histogram with bins of equal width; the last bin includes its upper edge.
 *
 * @param low lower edge of the first bin
 * @param width of a bin
 * @param counts values in each bin; what lies outside is not counted
 */
public record Bins(double low, double width, long[] counts) {
    /** @param high upper edge of the last bin */
    public static Bins of(double[] values, double low, double high, int bins) {
        long[] counts = new long[bins];
        double width = (high - low) / bins;
        for (double value : values) {
            if (value >= low && value <= high) {
                counts[Math.min(bins - 1, (int) ((value - low) / width))]++;
            }
        }
        return new Bins(low, width, counts);
    }

    /** Horizontal coordinates of the outline, two for each edge. */
    public double[] outlineX() {
        double[] x = new double[2 * counts.length + 2];
        for (int edge = 0; edge <= counts.length; edge++) {
            x[2 * edge] = low + edge * width;
            x[2 * edge + 1] = x[2 * edge];
        }
        return x;
    }

    /**
     * Vertical coordinates of the outline that belong to {@link #outlineX}: from 0 over every bin back to 0.
     *
     * @param scale height of a value
     */
    public double[] outlineY(double scale) {
        double[] y = new double[2 * counts.length + 2];
        for (int bin = 0; bin < counts.length; bin++) {
            y[2 * bin + 1] = counts[bin] * scale;
            y[2 * bin + 2] = counts[bin] * scale;
        }
        return y;
    }

    /** The count of the fullest bin. */
    public long largest() {
        long largest = 0;
        for (long count : counts) {
            largest = Math.max(largest, count);
        }
        return largest;
    }
}
