package org.nalsm.spark.cli.runs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.nalsm.engine.UserException;
import org.nalsm.spark.config.ConfigLoader;
import org.nalsm.spark.config.KeyDescription;
import org.nalsm.spark.config.NearestKey;
import org.nalsm.spark.family.Intervals;
import org.nalsm.spark.family.KnownFamilies;
import org.nalsm.spark.note.NoteRow;
import org.nalsm.spark.note.RunNotes;
import org.nalsm.spark.run.Metric;
import org.nalsm.spark.table.ResultsStore;
import org.nalsm.spark.table.RunRow;
import org.nalsm.spark.table.Standing;

/**
 * What a run is known by: the columns of its row, the entries of the maps among these such as
 * {@code seconds.simulation}, and the keys of its configuration.
 */
final class RunFields {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SECONDS = "seconds";
    private static final String METRICS = "metrics";

    private static final String TAGS = "tags";
    private static final String STATUS = "status";

    private final RunRow row;
    private final NoteRow note;
    private final String status;
    private final Map<String, RunValue> columns = new LinkedHashMap<>();
    private final SortedMap<String, String> settings = new TreeMap<>();

    /**
     * @param note what people say of the run
     * @param standing how it stands
     * @throws UserException BAD_DATA if the run's configuration is no JSON
     */
    RunFields(RunRow row, NoteRow note, Standing standing) {
        this.row = row;
        this.note = note;
        this.status = standing.status();
        RunRow.TABLE.valuesByName(row).forEach((name, value) -> {
            if (value instanceof Map<?, ?> entries) {
                entries.forEach((key, element) -> columns.put(name + "." + key, RunValue.of(element)));
            } else if (value != null) {
                columns.put(name, RunValue.of(value));
            }
        });
        columns.put(STATUS, RunValue.of(status));
        addIfSaid("name", note.name());
        addIfSaid("note", note.note());
        note.tags().forEach((key, value) -> columns.put(TAGS + "." + key, RunValue.of(value)));
        try {
            collect("", JSON.readTree(row.config()));
        } catch (JsonProcessingException e) {
            throw new UserException(
                    UserException.Kind.BAD_DATA,
                    "run " + row.runId() + ": its configuration in table runs is no JSON; delete the run or its row",
                    e);
        }
    }

    /** With what is said of it, and how it stands now. */
    static RunFields of(RunRow row, ResultsStore store) {
        return new RunFields(row, new RunNotes(store).of(row.runId()), Standing.of(row, store));
    }

    private void addIfSaid(String name, String text) {
        if (!text.isEmpty()) {
            columns.put(name, RunValue.of(text));
        }
    }

    private void collect(String prefix, JsonNode section) {
        section.properties().forEach(member -> {
            String key = prefix + member.getKey();
            JsonNode value = member.getValue();
            if (value.isObject()) {
                collect(key + ".", value);
            } else {
                settings.put(key, value.isTextual() ? value.asText() : value.toString());
            }
        });
    }

    RunRow row() {
        return row;
    }

    NoteRow note() {
        return note;
    }

    /** The status in its row; {@link Standing#LOST} for a running one whose driver is silent. */
    String status() {
        return status;
    }

    /** The columns of table {@code runs} by name, what is said of the run, and its intervals, as JSON takes them. */
    Map<String, Object> json() {
        Map<String, Object> fields = RunRow.TABLE.valuesByName(row);
        fields.replaceAll((name, value) ->
                value == null || value instanceof Number || value instanceof Map<?, ?> ? value : String.valueOf(value));
        fields.put(STATUS, status);
        fields.put("intervals_95", Intervals.of(row).of(row.outcome().measured()));
        fields.put("name", note.name().isEmpty() ? null : note.name());
        fields.put("note", note.note().isEmpty() ? null : note.note());
        fields.put(TAGS, note.tags());
        return fields;
    }

    /** The name of a metric among these: its column, or its entry in the map of those that have none. */
    static String nameOf(Metric metric) {
        return RunRow.TABLE.columnNames().contains(metric.name()) ? metric.name() : METRICS + "." + metric.name();
    }

    /** The name of a phase's wall time among these. */
    static String nameOfSeconds(String phase) {
        return SECONDS + "." + phase;
    }

    /** Every key of the configuration with its value, lists as JSON, text without quotes. */
    SortedMap<String, String> settings() {
        return settings;
    }

    /** The value of a column or a key; empty if the run has none (yet). */
    Optional<RunValue> value(String name) {
        return Optional.ofNullable(columns.get(name))
                .or(() -> Optional.ofNullable(settings.get(name)).map(RunValue::of));
    }

    /**
     * Checks the name of a column or a key: one of this version, or one that a run on disk has.
     *
     * @param option what the user typed, for the message
     * @throws UserException USAGE with the nearest name
     */
    static void checkName(String name, Collection<RunFields> runs, String option) {
        TreeSet<String> known = new TreeSet<>(RunRow.TABLE.columnNames());
        // They are maps, whose entries have names.
        known.removeAll(List.of(SECONDS, METRICS));
        known.addAll(List.of("name", "note"));
        KnownFamilies.metrics().stream().map(RunFields::nameOf).forEach(known::add);
        // A run knows nothing of the sweep it belongs to.
        ConfigLoader.describe().stream()
                .map(KeyDescription::key)
                .filter(key -> !key.startsWith("sweep."))
                .forEach(known::add);
        runs.forEach(run -> {
            known.addAll(run.columns.keySet());
            known.addAll(run.settings.keySet());
        });
        if (!known.contains(name)) {
            throw new UserException(
                    UserException.Kind.USAGE,
                    option + ": runs have no column or configuration key " + name + nearest(name, known));
        }
    }

    private static String nearest(String name, Collection<String> known) {
        // In a column words are joined by _, in a key by -.
        return Stream.of(name, name.replace('-', '_'), name.replace('_', '-'))
                .flatMap(spelling -> NearestKey.to(spelling, known).stream())
                .findFirst()
                .map(key -> "; did you mean " + key + "?")
                .orElse("; 'nalsm runs show RUN' shows the columns, 'nalsm config describe' the keys");
    }
}
