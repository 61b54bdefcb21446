package org.nalsm.spark.tracking;

import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.nalsm.spark.config.ConfigLoader;
import org.nalsm.spark.config.KeyDescription;
import org.nalsm.spark.config.ResolvedConfig;
import org.nalsm.spark.config.ResolvedSweep;
import org.nalsm.spark.note.NoteRow;

/**
 * What a run or a sweep is, as its driver knows before it begins.
 *
 * @param id of the sweep; empty for a run, whose row says it
 * @param name for people; may be empty
 * @param note for people; may be empty
 * @param tags of people
 * @param parameters keys of the configuration that are no defaults and can change a result: no path, and no secret, is
 *     among them
 */
public record Described(
        String id, String name, String note, SortedMap<String, String> tags, SortedMap<String, String> parameters) {
    private static final String QUOTES = "^\"|\"$";

    /** A run. */
    public static Described of(ResolvedConfig config, NoteRow note) {
        return new Described("", note.name(), note.note(), note.tags(), parameters(config));
    }

    /** A sweep: what its trials have in common. */
    public static Described of(ResolvedSweep sweep) {
        return new Described(sweep.id(), sweep.sweep().name(), "", new TreeMap<>(), parameters(sweep.base()));
    }

    /**
     * A trial of this sweep.
     *
     * @param varied its parameters, key to JSON value
     */
    Described trial(SortedMap<String, String> varied) {
        SortedMap<String, String> all = new TreeMap<>(parameters);
        varied.forEach((key, json) -> all.put(key, json.replaceAll(QUOTES, "")));
        String title = varied.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue().replaceAll(QUOTES, ""))
                .collect(Collectors.joining(" "));
        return new Described("", title, "", new TreeMap<>(), all);
    }

    private static SortedMap<String, String> parameters(ResolvedConfig config) {
        Set<String> changing = ConfigLoader.describe().stream()
                .filter(KeyDescription::changesResults)
                .map(KeyDescription::key)
                .collect(Collectors.toSet());
        SortedMap<String, String> parameters = new TreeMap<>();
        config.whatIsSet().stream()
                .filter(entry -> changing.contains(entry.key()))
                .forEach(entry -> parameters.put(entry.key(), entry.json().replaceAll(QUOTES, "")));
        return parameters;
    }
}
