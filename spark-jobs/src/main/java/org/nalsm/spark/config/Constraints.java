package org.nalsm.spark.config;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Collects what is wrong with the components of one configuration record, so that its constructor can
 * name every mistake instead of the first.
 */
public final class Constraints {
    /**
     * One broken constraint.
     *
     * @param keys the keys that take part, the one to blame first
     * @param value of the first key
     * @param requirement what would be right, a sentence that begins after the key
     */
    public record Violation(List<String> keys, Object value, String requirement) {}

    /** Thrown by the constructors of the configuration records. */
    public static final class ViolationException extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        private final transient List<Violation> violations;

        ViolationException(List<Violation> violations) {
            super(violations.stream()
                    .map(v -> v.keys().get(0) + " = " + v.value() + " " + v.requirement())
                    .collect(Collectors.joining("; ")));
            this.violations = List.copyOf(violations);
        }

        public List<Violation> violations() {
            return violations;
        }
    }

    private final List<Violation> violations = new ArrayList<>();

    /** Both bounds inclusive; not-a-number is outside. */
    public Constraints inRange(String key, Number value, double least, double most) {
        double v = value.doubleValue();
        return require(v >= least && v <= most, key, value, "must be " + plain(least) + " to " + plain(most));
    }

    /** The lower bound exclusive, the upper one inclusive. */
    public Constraints above(String key, Number value, double bound, double most) {
        double v = value.doubleValue();
        return require(
                v > bound && v <= most, key, value, "must be above " + plain(bound) + " and at most " + plain(most));
    }

    public Constraints oneOf(String key, String value, Collection<String> allowed) {
        return require(allowed.contains(value), key, value, "must be one of " + String.join(", ", allowed));
    }

    public Constraints require(boolean holds, String key, Object value, String requirement, String... otherKeys) {
        if (!holds) {
            List<String> keys = new ArrayList<>(List.of(key));
            keys.addAll(Arrays.asList(otherKeys));
            violations.add(new Violation(List.copyOf(keys), value, requirement));
        }
        return this;
    }

    /** @throws ViolationException with everything that was found, if anything */
    public void enforce() {
        if (!violations.isEmpty()) {
            throw new ViolationException(violations);
        }
    }

    private static String plain(double bound) {
        return BigDecimal.valueOf(bound).stripTrailingZeros().toPlainString();
    }
}
