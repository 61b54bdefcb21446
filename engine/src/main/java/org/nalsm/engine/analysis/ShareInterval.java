package org.nalsm.engine.analysis;

import java.util.Locale;

/**
 * What a share that was counted says about the share of all that could have been counted: the interval of Wilson (1927)
 * at a confidence of 95 %. It stays within 0 and 1 and holds for few samples and shares near 1, too.
 *
 * @param low lower end, 0 to 1; NaN of no samples
 * @param high upper end, 0 to 1; NaN of no samples
 */
public record ShareInterval(double low, double high) {
    /** Two-sided 95 % of a normal distribution. */
    private static final double Z = 1.959964;

    /**
     * The interval.
     *
     * @param share of the samples, 0 to 1
     * @param samples how many there were
     */
    public static ShareInterval of(double share, long samples) {
        if (samples == 0) {
            return new ShareInterval(Double.NaN, Double.NaN);
        }
        double squared = Z * Z / samples;
        double centre = share + squared / 2;
        double half = Z * Math.sqrt(share * (1 - share) / samples + squared / (4 * samples));
        return new ShareInterval((centre - half) / (1 + squared), (centre + half) / (1 + squared));
    }

    /** Such as {@code [96.13, 96.85]}, in per cent. */
    public String brief() {
        return String.format(Locale.ROOT, "[%.2f, %.2f]", 100 * low, 100 * high);
    }

    /** Such as {@code 95 % interval 96.13 to 96.85}, in per cent. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "95 %% interval %.2f to %.2f", 100 * low, 100 * high);
    }
}
