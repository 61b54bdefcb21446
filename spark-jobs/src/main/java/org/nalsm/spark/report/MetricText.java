package org.nalsm.spark.report;

import java.util.ArrayList;
import java.util.List;
import org.nalsm.engine.analysis.Statistic;
import org.nalsm.spark.figure.Numbers;
import org.nalsm.spark.run.Metric;

/** Names and values of metrics as the page writes them. */
final class MetricText {
    private MetricText() {}

    /** In a sentence, such as {@code validation accuracy}. */
    static String name(Metric metric) {
        return isSame(metric, Metric.VALID_ACCURACY)
                ? "validation accuracy"
                : isSame(metric, Metric.TEST_ACCURACY) ? "test accuracy" : metric.title();
    }

    /** Beside the other accuracies, where nobody takes it for something else: such as {@code validation}. */
    static String shortName(Metric metric) {
        return isSame(metric, Metric.VALID_ACCURACY)
                ? "validation"
                : isSame(metric, Metric.TEST_ACCURACY) ? "test" : metric.title();
    }

    /** A name with the unit in which {@link #scale} has values, such as {@code test (%)}. */
    static String withUnit(String name, Metric metric) {
        String unit = unit(metric);
        return unit.isEmpty() ? name : name + " (" + unit + ")";
    }

    /** What values are multiplied by to be written or drawn. */
    static double scale(Metric metric) {
        return metric.unit() == Metric.Unit.SHARE ? 100 : 1;
    }

    /** Without its unit, which stands in the head of the column. */
    static String cell(Metric metric, double value) {
        return Double.isNaN(value) ? Numbers.UNKNOWN : metric.formatNumber(value);
    }

    /** Mean and, of repetitions, standard deviation, without their unit. */
    static String cell(Metric metric, Statistic statistic) {
        return cell(metric, statistic.mean())
                + (statistic.n() > 1 ? " ± " + metric.formatNumber(statistic.standardDeviation()) : "");
    }

    /** Mean and, of repetitions, standard deviation, with their unit. */
    static String value(Metric metric, Statistic statistic) {
        String unit = unit(metric);
        return cell(metric, statistic) + (unit.isEmpty() || statistic.n() == 0 ? "" : " " + unit);
    }

    private static String unit(Metric metric) {
        return switch (metric.unit()) {
            case SHARE -> "%";
            case NUMBER -> "";
            case SECONDS -> "s";
            case SAMPLES_PER_SECOND -> "samples/s";
        };
    }

    /** Such as {@code a}, {@code a and b} or {@code a, b and c}. */
    static String enumeration(List<String> words) {
        List<String> first = new ArrayList<>(words);
        String last = first.remove(first.size() - 1);
        return first.isEmpty() ? last : String.join(", ", first) + " and " + last;
    }

    static boolean isSame(Metric a, Metric b) {
        return a.name().equals(b.name());
    }
}
