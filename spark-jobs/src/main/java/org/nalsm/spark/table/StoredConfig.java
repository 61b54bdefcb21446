package org.nalsm.spark.table;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** The configuration that a row of {@code runs} or {@code sweeps} holds, for people. */
public final class StoredConfig {
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    /** Smaller numbers are written with an exponent. */
    private static final BigDecimal SMALL = new BigDecimal("0.001");

    private StoredConfig() {}

    /**
     * Every key with dots, in order, with its value: text without quotes (empty text is {@code ""}), numbers without
     * exponents but for small ones, lists such as {@code [10, 10, 10]}.
     *
     * @param json the column {@code config}
     * @throws IllegalArgumentException if the text is no JSON
     */
    public static SortedMap<String, String> of(String json) {
        try {
            SortedMap<String, String> settings = new TreeMap<>();
            collect("", JSON.readTree(json), settings);
            return settings;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a configuration on disk is no JSON: " + json, e);
        }
    }

    private static String text(JsonNode node) {
        if (node.isNumber()) {
            BigDecimal exact = node.decimalValue();
            return exact.signum() != 0 && exact.abs().compareTo(SMALL) < 0
                    ? exact.stripTrailingZeros().toString()
                    : exact.toPlainString();
        }
        if (node.isArray()) {
            return StreamSupport.stream(node.spliterator(), false)
                    .map(StoredConfig::text)
                    .collect(Collectors.joining(", ", "[", "]"));
        }
        return node.isTextual() && !node.asText().isEmpty() ? node.asText() : node.toString();
    }

    private static void collect(String key, JsonNode node, SortedMap<String, String> settings) {
        if (node.isObject()) {
            node.properties()
                    .forEach(field -> collect(
                            key.isEmpty() ? field.getKey() : key + "." + field.getKey(), field.getValue(), settings));
        } else {
            settings.put(key, text(node));
        }
    }
}
