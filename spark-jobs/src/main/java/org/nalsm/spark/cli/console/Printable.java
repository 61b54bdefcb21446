package org.nalsm.spark.cli.console;

import java.util.regex.Pattern;

/** Text for a terminal: names come from files and command lines, and a control character in one could do what it likes. */
public final class Printable {
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}&&[^\\n\\r\\t]]");

    private Printable() {}

    /** The text with control characters, but for ends of lines and tabs, as Java writes them. */
    public static String of(String text) {
        return CONTROL.matcher(text)
                .replaceAll(
                        control -> "\\\\u%04x".formatted((int) control.group().charAt(0)));
    }
}
