package org.nalsm.spark.report;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.nalsm.spark.sweep.Leaderboard;
import org.nalsm.spark.table.TrialRow;

/**
 * A parameter that a sweep varies, as an axis.
 *
 * @param key the configuration key
 * @param values its values as the table writes them, in the order of the axis
 * @param numeric whether all values are numbers
 */
record ParameterAxis(String key, List<String> values, boolean numeric) {
    private static final String NOT_SET = "not set";

    /** The parameters with more than one value among the trials, but no seeds; sorted by key. */
    static List<ParameterAxis> of(List<TrialRow> trials) {
        Set<String> keys = new TreeSet<>();
        trials.forEach(trial -> keys.addAll(trial.parameters().keySet()));
        keys.removeAll(Leaderboard.SEEDS);
        return keys.stream()
                .map(key -> of(key, trials))
                .filter(axis -> axis.values.size() > 1)
                .toList();
    }

    private static ParameterAxis of(String key, List<TrialRow> trials) {
        Set<String> values = trials.stream()
                .map(trial -> trial.parameters().getOrDefault(key, NOT_SET))
                .collect(Collectors.toSet());
        boolean numeric = values.stream().allMatch(ParameterAxis::isNumber);
        Comparator<String> order = numeric ? Comparator.comparing(BigDecimal::new) : Comparator.naturalOrder();
        return new ParameterAxis(key, values.stream().sorted(order).toList(), numeric);
    }

    String valueOf(TrialRow trial) {
        return trial.parameters().getOrDefault(key, NOT_SET);
    }

    /** The values for people: strings without quotes. */
    static String label(String value) {
        return value.length() > 1 && value.startsWith("\"") && value.endsWith("\"")
                ? value.substring(1, value.length() - 1)
                : value;
    }

    /** Whether values are positive and span more than a decade. */
    boolean logarithmic() {
        return numeric && number(0) > 0 && number(values.size() - 1) > 10 * number(0);
    }

    double number(int index) {
        return Double.parseDouble(values.get(index));
    }

    private static boolean isNumber(String value) {
        try {
            return Double.isFinite(new BigDecimal(value).doubleValue());
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
