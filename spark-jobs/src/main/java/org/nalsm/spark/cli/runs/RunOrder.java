package org.nalsm.spark.cli.runs;

import java.util.Comparator;
import java.util.Optional;

/**
 * An order of runs: {@code test_accuracy}, or {@code -test_accuracy} for the largest first. Runs without a
 * value come last either way.
 *
 * @param name a column or a configuration key
 */
record RunOrder(String name, boolean isDescending) implements Comparator<RunFields> {
    private static final Comparator<RunValue> RISING = Comparator.naturalOrder();

    static RunOrder parse(String text) {
        boolean descending = text.startsWith("-");
        return new RunOrder(descending ? text.substring(1) : text, descending);
    }

    @Override
    public int compare(RunFields a, RunFields b) {
        Optional<RunValue> left = a.value(name);
        Optional<RunValue> right = b.value(name);
        if (left.isEmpty() || right.isEmpty()) {
            return Boolean.compare(left.isEmpty(), right.isEmpty());
        }
        return (isDescending ? RISING.reversed() : RISING).compare(left.get(), right.get());
    }
}
