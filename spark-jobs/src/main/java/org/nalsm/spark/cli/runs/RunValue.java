package org.nalsm.spark.cli.runs;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * The value of a column or a configuration key of a run. Numbers are ordered as numbers and come before
 * everything else, which is ordered as text.
 *
 * @param text as it is shown; a time always has the same length, so that the order of text is that of time
 * @param number the same as a number, if it is one
 * @param isTime whether it is a time, which may be compared with the beginning of another one
 */
record RunValue(String text, Optional<BigDecimal> number, boolean isTime) implements Comparable<RunValue> {
    private static final DateTimeFormatter MICROSECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    static RunValue of(Object value) {
        if (value instanceof Instant time) {
            return new RunValue(MICROSECONDS.format(time), Optional.empty(), true);
        }
        String text = String.valueOf(value);
        return new RunValue(text, number(text), false);
    }

    private static Optional<BigDecimal> number(String text) {
        try {
            return Optional.of(new BigDecimal(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    @Override
    public int compareTo(RunValue other) {
        if (number.isPresent() && other.number.isPresent()) {
            return number.get().compareTo(other.number.get());
        }
        return number.isPresent() ? -1 : other.number.isPresent() ? 1 : text.compareTo(other.text);
    }

    /**
     * Compares with what a user typed: {@code 2024-05-06} stands for that whole day, and a list may go
     * without its brackets.
     */
    int compareToTyped(String typed) {
        if (isTime) {
            String time = typed.replace(' ', 'T');
            return text.substring(0, Math.min(time.length(), text.length())).compareTo(time);
        }
        if (text.startsWith("[")) {
            return withoutBrackets(text).compareTo(withoutBrackets(typed));
        }
        return compareTo(of(typed));
    }

    private static String withoutBrackets(String list) {
        return list.replaceAll("[\\[\\]\\s]", "");
    }
}
