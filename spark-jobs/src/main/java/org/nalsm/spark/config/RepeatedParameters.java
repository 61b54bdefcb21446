package org.nalsm.spark.config;

import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.parser.ConfigDocument;
import com.typesafe.config.parser.ConfigDocumentFactory;
import java.util.List;
import java.util.Map;

/**
 * Finds parameters that one file names twice. HOCON keeps the last of them in silence, which is right for a
 * setting; a sweep would lack half of its values.
 */
final class RepeatedParameters {
    private final List<ConfigSource> sources;
    private final Problems problems;

    RepeatedParameters(List<ConfigSource> sources, Problems problems) {
        this.sources = sources;
        this.problems = problems;
    }

    /** @param values of {@code sweep.parameters} as they count, by key */
    void report(Map<String, ConfigValue> values) {
        for (ConfigSource source : sources) {
            ConfigDocument document = source.path() == null
                    ? ConfigDocumentFactory.parseString(source.text())
                    : ConfigDocumentFactory.parseFile(source.path().toFile());
            values.forEach((key, value) -> {
                Place place = Place.of(value.origin());
                if (place.source().equals(source.name()) && isRepeated(document, key, place.line())) {
                    problems.add(place, key + " is varied twice in this file: keep one of the two lists");
                }
            });
        }
    }

    /** To replace a value removes the earlier ones of its key, which changes the text above it. */
    private static boolean isRepeated(ConfigDocument document, String key, int line) {
        String path = SearchSpaceReader.PARAMETERS + "." + String.join(".", ConfigUtil.splitPath(key));
        List<String> before = document.render().lines().toList();
        List<String> after = document.withValueText(path, "0").render().lines().toList();
        int above = line - 1;
        return after.size() < above || !before.subList(0, above).equals(after.subList(0, above));
    }
}
