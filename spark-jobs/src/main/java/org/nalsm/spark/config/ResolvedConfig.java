package org.nalsm.spark.config;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

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

    ResolvedConfig(ExperimentConfig experiment, SortedMap<String, ConfigReader.Read> values) {
        this.experiment = experiment;
        this.values = new TreeMap<>(values);
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
        List<Entry> entries = entries();
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

    /**
     * The name of the run: {@code r-} and the first 12 hexadecimal digits of a SHA-256 over everything
     * that can change a result, which is the configuration without {@code output.*}, {@code data.dir} and
     * {@code simulation.backend}, and the version of the code.
     */
    public String runId(String codeVersion) {
        Objects.requireNonNull(codeVersion, "codeVersion");
        String identity = json(ResolvedConfig::changesResults) + "\n" + codeVersion;
        return ContentId.of("r-", identity);
    }

    /** Whether a run of another value is another run. */
    static boolean changesResults(String key) {
        return !key.startsWith("output.") && !key.equals("data.dir") && !key.equals("simulation.backend");
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
        String[] elements = key.split("\\.");
        Map<String, Object> section = root;
        for (int i = 0; i < elements.length - 1; i++) {
            section = (Map<String, Object>) section.computeIfAbsent(elements[i], name -> new TreeMap<String, Object>());
        }
        section.put(elements[elements.length - 1], value);
    }
}
