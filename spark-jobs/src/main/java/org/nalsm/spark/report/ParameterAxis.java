package org.nalsm.spark.report;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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
public record ParameterAxis(String key, List<String> values, boolean numeric) {
    private static final String NOT_SET = "not set";
    /** Numbers by their size, then everything else as text. */
    private static final Comparator<String> BY_VALUE = Comparator.comparing((String value) -> !isNumber(value))
            .thenComparing(value -> isNumber(value) ? new BigDecimal(value) : BigDecimal.ZERO)
            .thenComparing(Comparator.naturalOrder());

    public ParameterAxis {
        values = List.copyOf(values);
    }

    /** The parameters with more than one value among the trials, but no seeds; sorted by key. */
    public static List<ParameterAxis> of(List<TrialRow> trials) {
        Set<String> keys = keys(trials);
        keys.removeIf(Leaderboard::isSeed);
        return keys.stream()
                .map(key -> of(key, trials))
                .filter(axis -> axis.values.size() > 1)
                .toList();
    }

    /** Sorts trials by their parameters, in the order of the keys, seeds last; equal ones by their id. */
    public static Comparator<TrialRow> order(Collection<TrialRow> trials) {
        List<String> keys = keys(trials).stream()
                .sorted(Comparator.comparing(Leaderboard::isSeed))
                .toList();
        List<Comparator<TrialRow>> order = new ArrayList<>();
        for (String key : keys) {
            order.add(Comparator.comparing(trial -> valueOf(key, trial), BY_VALUE));
        }
        order.add(Comparator.comparing(TrialRow::trialId));
        return order.stream().reduce(Comparator::thenComparing).orElseThrow();
    }

    private static Set<String> keys(Collection<TrialRow> trials) {
        return trials.stream()
                .flatMap(trial -> trial.parameters().keySet().stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static ParameterAxis of(String key, List<TrialRow> trials) {
        Set<String> values = trials.stream().map(trial -> valueOf(key, trial)).collect(Collectors.toSet());
        boolean numeric = values.stream().allMatch(ParameterAxis::isNumber);
        return new ParameterAxis(key, values.stream().sorted(BY_VALUE).toList(), numeric);
    }

    /**
     * Whether every value was tried with one choice of the other parameters only, as in a random search: then what lies
     * between two values is the other parameters' doing.
     */
    boolean isSampled(Collection<TrialRow> trials) {
        return trials.stream()
                .collect(Collectors.groupingBy(
                        this::valueOf, Collectors.mapping(ParameterAxis::withoutSeeds, Collectors.toSet())))
                .values()
                .stream()
                .allMatch(choices -> choices.size() == 1);
    }

    private static Map<String, String> withoutSeeds(TrialRow trial) {
        Map<String, String> parameters = new TreeMap<>(trial.parameters());
        parameters.keySet().removeIf(Leaderboard::isSeed);
        return parameters;
    }

    String valueOf(TrialRow trial) {
        return valueOf(key, trial);
    }

    private static String valueOf(String key, TrialRow trial) {
        return trial.parameters().getOrDefault(key, NOT_SET);
    }

    /** The values for people: strings without quotes. */
    public static String label(String value) {
        return value.length() > 1 && value.startsWith("\"") && value.endsWith("\"")
                ? value.substring(1, value.length() - 1)
                : value;
    }

    /** Whether values are positive and span more than a decade. */
    public boolean logarithmic() {
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
