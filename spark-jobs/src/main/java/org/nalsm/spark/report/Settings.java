package org.nalsm.spark.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** A configuration as a table of keys and values. */
final class Settings {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Settings() {
    }

    /**
     * Every key with dots, in order, with its value as JSON but strings without their quotes.
     *
     * @throws IllegalArgumentException if the text is no JSON
     */
    static SortedMap<String, String> of(String json) {
        try {
            SortedMap<String, String> settings = new TreeMap<>();
            collect("", JSON.readTree(json), settings);
            return settings;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a configuration on disk is no JSON: " + json, e);
        }
    }

    static String table(String json) {
        List<List<String>> rows = new ArrayList<>();
        of(json).forEach((key, value) -> rows.add(List.of(key, value)));
        return "<div class=\"columns\">" + Html.pairs(rows) + "</div>\n";
    }

    private static void collect(String key, JsonNode node, SortedMap<String, String> settings) {
        if (node.isObject()) {
            node.fields().forEachRemaining(field ->
                    collect(key.isEmpty() ? field.getKey() : key + "." + field.getKey(), field.getValue(), settings));
        } else {
            settings.put(key, node.isTextual() ? node.asText() : node.toString());
        }
    }
}
