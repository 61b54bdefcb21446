package org.nalsm.spark.note;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.nalsm.engine.UserException;
import org.nalsm.spark.parquet.Column;
import org.nalsm.spark.parquet.Table;

/**
 * What people say of a run. A row of its table; a file a row. What is read may be anything; what is made here keeps to
 * the limits.
 */
public record NoteRow(
        @Column("Run, see table runs") String runId,

        @Column(value = "Name of the run, for people", nullable = true)
        String name,

        @Column(value = "What there is to say of it", nullable = true)
        String note,

        @Column(value = "Tags, key to value", nullable = true)
        SortedMap<String, String> tags,

        @Column("Last change, UTC") Instant changedAt) {

    public static final Table<NoteRow> TABLE =
            Table.of(NoteRow.class, "notes", "One row a run that somebody has named, noted or tagged");

    private static final int LONGEST_NAME = 100;
    private static final int LONGEST_NOTE = 4000;
    private static final int LONGEST_VALUE = 250;
    private static final int MOST_TAGS = 50;
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\p{Cf}\\u2028\\u2029]");
    private static final Pattern CONTROL_IN_LINES = Pattern.compile("[\\p{Cc}\\p{Cf}\\u2028\\u2029&&[^\\n\\t]]");

    /** Of a run of which nobody has said anything. */
    public static NoteRow none(String runId) {
        return new NoteRow(runId, "", "", new TreeMap<>(), Instant.EPOCH);
    }

    /** Whether there is nothing to keep. */
    public boolean isEmpty() {
        return name.isEmpty() && note.isEmpty() && tags.isEmpty();
    }

    /**
     * The same with another name; none if that is empty.
     *
     * @throws UserException USAGE if it is longer than 100 characters or has line ends or control characters
     */
    public NoteRow named(String newName) {
        String text = newName.strip();
        check("--name", text, LONGEST_NAME, CONTROL);
        return new NoteRow(runId, text, note, tags, now());
    }

    /**
     * The same with another note; none if that is empty.
     *
     * @throws UserException USAGE if it is longer than 4000 characters or has control characters that end no line
     */
    public NoteRow noted(String newNote) {
        String text = newNote.strip().replace("\r\n", "\n");
        check("--note", text, LONGEST_NOTE, CONTROL_IN_LINES);
        return new NoteRow(runId, name, text, tags, now());
    }

    /**
     * The same with further tags, in the place of those of the same keys.
     *
     * @throws UserException USAGE if a key is none, a value too long, or there are more than 50
     */
    public NoteRow tagged(Map<String, String> more) {
        SortedMap<String, String> all = new TreeMap<>(tags);
        more.forEach((key, value) -> {
            if (!KEY.matcher(key).matches()) {
                throw new UserException(
                        UserException.Kind.USAGE,
                        "--tag " + key + "=...: a key has up to 64 letters, digits, '.', '_' and '-', a letter or digit"
                                + " first");
            }
            check("--tag " + key, value.strip(), LONGEST_VALUE, CONTROL);
            all.put(key, value.strip());
        });
        if (all.size() > MOST_TAGS) {
            throw new UserException(
                    UserException.Kind.USAGE,
                    "--tag: run " + runId + " would have " + all.size() + " tags, at most " + MOST_TAGS
                            + " are possible; --remove KEY takes one away");
        }
        return new NoteRow(runId, name, note, Collections.unmodifiableSortedMap(all), now());
    }

    /**
     * The same without tags of these keys.
     *
     * @throws UserException USAGE if there is none of a key
     */
    public NoteRow without(Collection<String> keys) {
        SortedMap<String, String> left = new TreeMap<>(tags);
        for (String key : keys) {
            if (left.remove(key) == null) {
                throw new UserException(
                        UserException.Kind.USAGE,
                        "--remove " + key + ": run " + runId + " has no such tag"
                                + (tags.isEmpty() ? "" : "; it has " + String.join(", ", tags.keySet())));
            }
        }
        return new NoteRow(runId, name, note, Collections.unmodifiableSortedMap(left), now());
    }

    private static void check(String option, String text, int longest, Pattern forbidden) {
        if (text.length() > longest) {
            throw new UserException(
                    UserException.Kind.USAGE,
                    option + " has " + text.length() + " characters; at most " + longest + " are possible");
        }
        if (forbidden.matcher(text).find()) {
            throw new UserException(
                    UserException.Kind.USAGE, option + " has line ends or control characters; leave them out");
        }
    }

    /** To the microsecond, which is what tables hold. */
    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }
}
