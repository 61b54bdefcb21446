package org.nalsm.spark.run;

import java.util.Locale;
import org.nalsm.spark.figure.Numbers;

/**
 * Something that is measured of a run: a column of table {@code runs} or an entry of its map {@code metrics}.
 *
 * @param name in the tables, such as {@code test_accuracy}
 * @param title for people, such as {@code accuracy, test}
 * @param unit how its values are written
 * @param decimals digits behind the point
 * @param inSweeps whether it says something about a parameter, so that sweeps show it
 */
public record Metric(String name, String title, Unit unit, int decimals, boolean inSweeps) {
    /** Share of correct classes; which of the two a sweep ranks by. */
    public static final Metric VALID_ACCURACY =
            new Metric("valid_accuracy", "accuracy, validation", Unit.SHARE, 2, true);

    /** Share of correct classes. */
    public static final Metric TEST_ACCURACY = new Metric("test_accuracy", "accuracy, test", Unit.SHARE, 2, true);

    /** Share of correct classes. */
    public static final Metric TRAIN_ACCURACY = new Metric("train_accuracy", "accuracy, train", Unit.SHARE, 2, false);

    /** The epoch or iteration that validation chose. */
    public static final Metric BEST_EPOCH = new Metric("best_epoch", "best epoch", Unit.NUMBER, 0, false);

    /** Of the phase that simulates them. */
    public static final Metric SAMPLES_PER_SECOND =
            new Metric("samples_per_second", "simulation", Unit.SAMPLES_PER_SECOND, 0, false);

    /** A metric that says nothing about a parameter. */
    public Metric(String name, String title, Unit unit, int decimals) {
        this(name, title, unit, decimals, false);
    }

    /** What a value is and how it is written. */
    public enum Unit {
        /** 0 to 1, written in per cent. */
        SHARE(100, " %", " points"),
        /** A pure number. */
        NUMBER(1, "", ""),
        /** Seconds. */
        SECONDS(1, " s", " s"),
        /** A rate. */
        SAMPLES_PER_SECOND(1, " samples/s", " samples/s");

        private final double scale;
        private final String suffix;
        private final String differenceSuffix;

        Unit(double scale, String suffix, String differenceSuffix) {
            this.scale = scale;
            this.suffix = suffix;
            this.differenceSuffix = differenceSuffix;
        }
    }

    /** A value with its unit, such as {@code 96.51 %}; a dash for NaN. */
    public String format(double value) {
        return Double.isNaN(value) ? Numbers.UNKNOWN : formatNumber(value) + unit.suffix;
    }

    /** A value without its unit, such as {@code 96.51}; a dash for NaN. */
    public String formatNumber(double value) {
        return Double.isNaN(value)
                ? Numbers.UNKNOWN
                : String.format(Locale.ROOT, "%,." + decimals + "f", unit.scale * value);
    }

    /** How much more a value is, with sign and unit, such as {@code +0.30 points}; a dash for NaN. */
    public String formatDifference(double difference) {
        return Double.isNaN(difference)
                ? Numbers.UNKNOWN
                : String.format(Locale.ROOT, "%+,." + decimals + "f%s", unit.scale * difference, unit.differenceSuffix);
    }

    /** The title of a column of values without unit, such as {@code test (%)}. */
    public String columnTitle(String shortTitle) {
        return unit == Unit.SHARE ? shortTitle + " (%)" : shortTitle;
    }
}
