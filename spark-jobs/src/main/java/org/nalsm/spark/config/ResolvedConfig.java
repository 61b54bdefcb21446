package org.nalsm.spark.config;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.nalsm.spark.identity.CanonicalJson;
import org.nalsm.spark.identity.ContentId;
import org.nalsm.spark.identity.ResultsVersion;

/** A validated configuration together with the value and the origin of every key. */
public final class ResolvedConfig {
    /**
     * One key.
     *
     * @param key such as {@code model.name}
     * @param json the value as JSON, which HOCON reads as well
     * @param origin where it was written: {@code train.conf:3}, {@code --set model.name=lsm},
     *     {@code reference.conf:17}, the latter with the choice behind a preset
     */
    public record Entry(String key, String json, String origin) {}

    private final ExperimentConfig experiment;
    private final SortedMap<String, ConfigReader.Read> values;

    private final ReferenceConfig reference;

    ResolvedConfig(
            ExperimentConfig experiment, SortedMap<String, ConfigReader.Read> values, ReferenceConfig reference) {
        this.experiment = experiment;
        this.values = new TreeMap<>(values);
        this.reference = reference;
    }

    public ExperimentConfig experiment() {
        return experiment;
    }

    /** Every key, sorted. */
    public List<Entry> entries() {
        return values.entrySet().stream()
                .map(entry -> entry(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static Entry entry(String key, ConfigReader.Read value) {
        String origin =
                value.preset().isEmpty() ? value.place().toString() : value.preset() + " (" + value.place() + ")";
        return new Entry(key, CanonicalJson.write(value.canonical()), origin);
    }

    /**
     * The configuration as HOCON with the origin of each value in a comment; it can be used as a
     * configuration file. The lines have no line ends.
     */
    public List<String> describeWithOrigins() {
        return describe(entries());
    }

    /** As {@link #describeWithOrigins}, but only what is no default. */
    public List<String> describeWhatIsSet() {
        return describe(whatIsSet());
    }

    /** Every key that is no default, sorted. */
    public List<Entry> whatIsSet() {
        return values.entrySet().stream()
                .filter(entry -> entry.getValue().isSetByUser())
                .map(entry -> entry(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static List<String> describe(List<Entry> entries) {
        int width = entries.stream()
                .mapToInt(e -> (e.key() + " = " + e.json()).length())
                .max()
                .orElse(0);
        String format = "%-" + Math.min(width, 60) + "s  # %s";
        return entries.stream()
                .map(e -> String.format(format, e.key() + " = " + e.json(), e.origin()))
                .toList();
    }

    /** All keys and values: nested objects, sorted keys, one line. Equal configurations give equal text. */
    public String json() {
        return json(key -> true);
    }

    /** Name of the run: everything that can change a result. */
    public String runId() {
        return contentId("r-", key -> true, "");
    }

    /**
     * The name of a part of a run's results: {@code prefix} and the first 12 hexadecimal digits of a SHA-256 over the
     * keys that can change it, the results version, and what else it depends on. Every id of a result is made here.
     *
     * @param keys which keys the part depends on; those that change no result never count
     * @param content further content that it depends on, such as that of a dataset
     */
    public String contentId(String prefix, Predicate<String> keys, String content) {
        return ContentId.of(
                prefix,
                json(key -> reference.changesResults(key) && keys.test(key)) + "\nresults " + ResultsVersion.CURRENT
                        + "\n" + content);
    }

    /** Whether the two differ at most in what never changes a result. */
    public boolean sameResultsAs(ResolvedConfig other) {
        return json(reference::changesResults).equals(other.json(reference::changesResults));
    }

    private String json(Predicate<String> included) {
        Map<String, Object> root = new TreeMap<>();
        values.forEach((key, value) -> {
            if (included.test(key)) {
                put(root, key, value.canonical());
            }
        });
        return CanonicalJson.write(root);
    }

    /** No element of a key holds a dot: the reference is the only source of keys. */
    @SuppressWarnings("unchecked")
    private static void put(Map<String, Object> root, String key, Object value) {
        String[] elements = key.split("\\.", -1);
        Map<String, Object> section = root;
        for (int i = 0; i < elements.length - 1; i++) {
            section = (Map<String, Object>) section.computeIfAbsent(elements[i], name -> new TreeMap<String, Object>());
        }
        section.put(elements[elements.length - 1], value);
    }
}
