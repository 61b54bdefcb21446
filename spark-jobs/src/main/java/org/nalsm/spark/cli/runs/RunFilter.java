package org.nalsm.spark.cli.runs;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.nalsm.engine.UserException;

/**
 * A condition on runs, such as {@code status=complete} or {@code test_accuracy>=0.9}. A run without a value
 * fulfils only {@code !=}.
 *
 * @param name a column or a configuration key
 * @param typed what the value is compared with
 * @param text the whole condition as the user wrote it
 */
record RunFilter(String name, Comparison comparison, String typed, String text) implements Predicate<RunFields> {
    private static final Pattern CONDITION =
            Pattern.compile("\\s*([^\\s=!<>~]+)\\s*(<=|>=|!=|=|<|>|~)\\s*([^\\s=<>~].*?)\\s*");

    /** How values are compared. */
    enum Comparison {
        EQUAL("="),
        NOT_EQUAL("!="),
        LESS("<"),
        AT_MOST("<="),
        GREATER(">"),
        AT_LEAST(">="),
        CONTAINS("~");

        private final String sign;

        Comparison(String sign) {
            this.sign = sign;
        }

        /** @param order of the run's value and the other, as of a comparator */
        private boolean holds(int order) {
            return switch (this) {
                case EQUAL -> order == 0;
                case NOT_EQUAL -> order != 0;
                case LESS -> order < 0;
                case AT_MOST -> order <= 0;
                case GREATER -> order > 0;
                case AT_LEAST -> order >= 0;
                case CONTAINS -> throw new IllegalStateException("it is no matter of order");
            };
        }

        private boolean isOrder() {
            return this == LESS || this == AT_MOST || this == GREATER || this == AT_LEAST;
        }

        private static Comparison of(String sign) {
            return Arrays.stream(values())
                    .filter(value -> value.sign.equals(sign))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** @throws UserException USAGE if the text is no condition */
    static RunFilter parse(String text) {
        Matcher parts = CONDITION.matcher(text);
        if (!parts.matches()) {
            throw new UserException(
                    UserException.Kind.USAGE,
                    "--where " + text
                            + ": expected NAME=VALUE (or !=, <, <=, >, >=, ~), such as --where status=complete");
        }
        return new RunFilter(parts.group(1), Comparison.of(parts.group(2)), parts.group(3), text);
    }

    /** @throws UserException USAGE for an order among numbers that is asked for with a value that is none */
    void checkValue(List<RunFields> runs) {
        List<RunValue> values =
                runs.stream().flatMap(run -> run.value(name).stream()).toList();
        boolean areNumbers = !values.isEmpty()
                && values.stream().allMatch(value -> value.number().isPresent());
        if (comparison.isOrder() && areNumbers && RunValue.of(typed).number().isEmpty()) {
            throw new UserException(
                    UserException.Kind.USAGE,
                    "--where " + text + ": " + name + " is a number, and '" + typed
                            + "' is none; compare it with a number, such as "
                            + values.get(0).text());
        }
    }

    @Override
    public boolean test(RunFields run) {
        return run.value(name)
                .map(value -> comparison == Comparison.CONTAINS
                        ? value.text().toLowerCase(Locale.ROOT).contains(typed.toLowerCase(Locale.ROOT))
                        : comparison.holds(value.compareToTyped(typed)))
                .orElse(comparison == Comparison.NOT_EQUAL);
    }
}
