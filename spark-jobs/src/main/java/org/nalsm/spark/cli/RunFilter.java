package org.nalsm.spark.cli;

import java.util.Arrays;
import java.util.function.IntPredicate;
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
            Pattern.compile("\\s*([^\\s=!<>]+)\\s*(<=|>=|!=|=|<|>)\\s*([^\\s=<>].*?)\\s*");

    /** How values are compared. */
    enum Comparison {
        EQUAL("=", order -> order == 0),
        NOT_EQUAL("!=", order -> order != 0),
        LESS("<", order -> order < 0),
        AT_MOST("<=", order -> order <= 0),
        GREATER(">", order -> order > 0),
        AT_LEAST(">=", order -> order >= 0);

        private final String sign;
        private final IntPredicate holds;

        Comparison(String sign, IntPredicate holds) {
            this.sign = sign;
            this.holds = holds;
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
                    "--where " + text + ": expected NAME=VALUE (or !=, <, <=, >, >=), such as --where status=complete");
        }
        return new RunFilter(parts.group(1), Comparison.of(parts.group(2)), parts.group(3), text);
    }

    @Override
    public boolean test(RunFields run) {
        return run.value(name)
                .map(value -> comparison.holds.test(value.compareToTyped(typed)))
                .orElse(comparison == Comparison.NOT_EQUAL);
    }
}
