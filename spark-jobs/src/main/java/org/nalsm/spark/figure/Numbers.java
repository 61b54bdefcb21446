package org.nalsm.spark.figure;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Numbers for people, the same everywhere. What is not known (NaN) is a dash. */
public final class Numbers {
    /** In the place of what is not known. */
    public static final String UNKNOWN = "–";

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private Numbers() {}

    /** A share from 0 to 1 in per cent with two decimals, such as {@code 96.51 %}. */
    public static String percent(double share) {
        return Double.isNaN(share) ? UNKNOWN : String.format(Locale.ROOT, "%.2f %%", 100 * share);
    }

    /** With as many decimals as asked for. */
    public static String decimals(double value, int decimals) {
        return Double.isNaN(value) ? UNKNOWN : String.format(Locale.ROOT, "%." + decimals + "f", value);
    }

    /** A whole number with separators, such as {@code 7,216}. */
    public static String whole(double value) {
        return Double.isNaN(value) ? UNKNOWN : String.format(Locale.ROOT, "%,.0f", value);
    }

    /** Three significant digits without needless zeros, such as {@code 0.015}, {@code 3e-5} or {@code 1,230}. */
    public static String significant(double value) {
        if (Double.isNaN(value)) {
            return UNKNOWN;
        }
        double magnitude = Math.abs(value);
        if (magnitude >= 1000 && magnitude < 1e7) {
            return whole(value);
        }
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(3)).stripTrailingZeros();
        return magnitude != 0 && (magnitude < 1e-3 || magnitude >= 1e7)
                ? mantissa(rounded) + "e" + exponent(rounded)
                : rounded.toPlainString();
    }

    /** Such as {@code 12.3 s}, {@code 2 min 05 s} or {@code 1 h 05 min}. */
    public static String duration(double seconds) {
        if (Double.isNaN(seconds)) {
            return UNKNOWN;
        }
        long whole = Math.round(seconds);
        if (seconds < 60) {
            return decimals(seconds, 1) + " s";
        }
        return whole < 3600
                ? String.format(Locale.ROOT, "%d min %02d s", whole / 60, whole % 60)
                : String.format(Locale.ROOT, "%d h %02d min", whole / 3600, whole / 60 % 60);
    }

    /** To the second, such as {@code 2024-05-06 07:08:09 UTC}. */
    public static String time(Instant instant) {
        return TIME.format(instant);
    }

    private static int exponent(BigDecimal value) {
        return value.precision() - value.scale() - 1;
    }

    private static String mantissa(BigDecimal value) {
        return value.movePointLeft(exponent(value)).stripTrailingZeros().toPlainString();
    }
}
