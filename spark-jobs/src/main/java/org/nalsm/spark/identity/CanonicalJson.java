package org.nalsm.spark.identity;

import java.math.BigDecimal;
import java.util.Iterator;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * JSON on one line with sorted keys and one way to write each value, so that equal values give equal
 * text. Run ids are made from it, and commands print it.
 */
public final class CanonicalJson {
    private CanonicalJson() {}

    /**
     * Writes maps (keys by {@code toString}), iterables, strings, numbers, booleans and null.
     *
     * @throws IllegalArgumentException for any other type, and for infinite numbers or not-a-number
     */
    public static String write(@Nullable Object value) {
        StringBuilder out = new StringBuilder();
        append(out, value);
        return out.toString();
    }

    /** For {@link #write}: the number, or null where there is none (NaN or infinite). */
    public static @Nullable Double orNull(double value) {
        return Double.isFinite(value) ? Double.valueOf(value) : null;
    }

    private static void append(StringBuilder out, @Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            SortedMap<String, Object> sorted = new TreeMap<>();
            map.forEach((key, element) -> sorted.put(key.toString(), element));
            appendObject(out, sorted);
        } else if (value instanceof Iterable<?> elements) {
            appendArray(out, elements);
        } else if (value instanceof Number number) {
            out.append(number(number));
        } else if (value instanceof CharSequence text) {
            appendText(out, text);
        } else if (value instanceof Boolean || value == null) {
            out.append(value);
        } else {
            throw new IllegalArgumentException("no JSON for " + value.getClass().getName());
        }
    }

    private static void appendObject(StringBuilder out, SortedMap<String, Object> members) {
        String separator = "";
        out.append('{');
        for (Map.Entry<String, Object> member : members.entrySet()) {
            out.append(separator);
            appendText(out, member.getKey());
            append(out.append(':'), member.getValue());
            separator = ",";
        }
        out.append('}');
    }

    private static void appendArray(StringBuilder out, Iterable<?> elements) {
        out.append('[');
        for (Iterator<?> i = elements.iterator(); i.hasNext(); ) {
            append(out, i.next());
            out.append(i.hasNext() ? "," : "");
        }
        out.append(']');
    }

    /** 0.50, 5e-1 and 0.5 are one number and are written as one: 0.5; whole numbers have no point. */
    private static String number(Number number) {
        // BigDecimal reads the shortest text of a float or double and refuses infinity and not-a-number.
        BigDecimal exact = new BigDecimal(number.toString()).stripTrailingZeros();
        return exact.scale() <= 0 && exact.precision() - exact.scale() <= 19 ? exact.toPlainString() : exact.toString();
    }

    private static void appendText(StringBuilder out, CharSequence text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < ' ') {
                        out.append(String.format("\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
