package org.nalsm.spark.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Reads typed values by key and remembers what was read and where it stood. A value of the wrong type is
 * a problem and is replaced by the default, so that reading goes on and finds the next mistake.
 */
final class ConfigReader {
    private static final int LONGEST_QUOTE = 60;

    /**
     * A value that was read.
     *
     * @param canonical Long, BigDecimal, Boolean, String, or a List of these
     * @param place where it was written
     * @param preset what chose it if a preset gave it, such as {@code readout.preset = best}; else empty
     */
    record Read(Object canonical, Place place, String preset) {
        boolean isSetByUser() {
            return !place.source().equals(ReferenceConfig.NAME) && preset.isEmpty();
        }
    }

    private final ReferenceConfig reference;
    private final Config resolved;
    private final Problems problems;
    private final SortedMap<String, Read> values = new TreeMap<>();

    ConfigReader(ReferenceConfig reference, Config resolved, Problems problems) {
        this.reference = reference;
        this.resolved = resolved;
        this.problems = problems;
    }

    /** Everything that was read so far, by key. */
    SortedMap<String, Read> values() {
        return Collections.unmodifiableSortedMap(values);
    }

    /** What was read of a key. */
    Read valueOf(String key) {
        return Objects.requireNonNull(values.get(key), "only keys that were read are asked for");
    }

    String text(String key) {
        return (String) read(key, "text without control characters", ConfigReader::plainTextOf);
    }

    boolean yesOrNo(String key) {
        return (Boolean) read(key, "true or false", ConfigReader::booleanOf);
    }

    long wholeLong(String key) {
        return (Long) read(key, "a whole number of at most 64 bits", ConfigReader::wholeOf);
    }

    /** A number that an int can not hold comes back as the nearest that it can; every range excludes those. */
    int whole(String key) {
        return clamp((Long) read(key, "a whole number", ConfigReader::wholeOf));
    }

    /** Rounded to float from its text, in one step. */
    float decimal(String key) {
        return Float.parseFloat(read(key, "a number", ConfigReader::decimalOf).toString());
    }

    double wideDecimal(String key) {
        return Double.parseDouble(read(key, "a number", ConfigReader::decimalOf).toString());
    }

    List<Integer> wholes(String key) {
        List<?> list = (List<?>) read(key, "a list of whole numbers", value -> listOf(value, ConfigReader::wholeOf));
        return list.stream().map(element -> clamp((Long) element)).toList();
    }

    List<Double> wideDecimals(String key) {
        List<?> list = (List<?>) read(key, "a list of numbers", value -> listOf(value, ConfigReader::decimalOf));
        return list.stream()
                .map(element -> Double.parseDouble(element.toString()))
                .toList();
    }

    List<String> texts(String key) {
        List<?> list = (List<?>) read(key, "a list of texts", value -> listOf(value, ConfigReader::textOf));
        return list.stream().map(String.class::cast).toList();
    }

    <E extends Enum<E>> E choice(String key, Class<E> type) {
        Object text =
                read(key, "one of " + Choices.list(type), value -> Choices.key(Choices.parse(type, textOf(value))));
        return Choices.parse(type, (String) text);
    }

    private Object read(String key, String expected, Function<ConfigValue, Object> parse) {
        Found found = find(key);
        Object canonical;
        try {
            canonical = parse.apply(found.value());
        } catch (IllegalArgumentException | ArithmeticException e) {
            // What a preset copied from another key is reported there.
            if (found.preset().isEmpty()) {
                problems.add(found.place(), key + " = " + quote(found.value()) + " must be " + expected);
            }
            canonical = parse.apply(reference.typical(key));
        }
        values.put(key, new Read(canonical, found.place(), found.preset()));
        return canonical;
    }

    private record Found(ConfigValue value, Place place, String preset) {}

    private Found find(String key) {
        if (!reference.isKey(key)) {
            throw new IllegalArgumentException(key + " is not in " + ReferenceConfig.NAME);
        }
        if (resolved.hasPath(key)) {
            ConfigValue value = resolved.getValue(key);
            return new Found(value, Place.of(value.origin()), "");
        }
        Optional<ReferenceConfig.PresetValue> preset = reference.preset(key, resolved);
        if (preset.isPresent()) {
            ReferenceConfig.PresetValue given = preset.get();
            return new Found(
                    given.value(), Place.of(given.value().origin()), given.selector() + " = " + given.selected());
        }
        // Only null, or a value in the place of the section, hides a default; the latter has been reported.
        ConfigValue value = reference.typical(key);
        if (resolved.hasPathOrNull(key)) {
            problems.add(Place.of(nullAt(key).origin()), key + " has no value: remove it to get the default");
        }
        return new Found(value, Place.of(value.origin()), "");
    }

    /** Config.getValue refuses to return a null, which has an origin all the same. */
    private ConfigValue nullAt(String key) {
        ConfigValue value = resolved.root();
        for (String element : ConfigUtil.splitPath(key)) {
            value = Objects.requireNonNull(((ConfigObject) value).get(element), "the null has a place");
        }
        return value;
    }

    private static String textOf(ConfigValue value) {
        return switch (value.valueType()) {
            // Numbers and booleans are text as they were written: data.dir = 2024 is a directory.
            case STRING, NUMBER, BOOLEAN -> value.atKey("v").getString("v");
            default -> throw new IllegalArgumentException("not text");
        };
    }

    private static Object plainTextOf(ConfigValue value) {
        String text = textOf(value);
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("a control character");
        }
        return text;
    }

    private static Object booleanOf(ConfigValue value) {
        return switch (textOf(value)) {
            case "true", "yes", "on" -> true;
            case "false", "no", "off" -> false;
            default -> throw new IllegalArgumentException("not a boolean");
        };
    }

    private static Object wholeOf(ConfigValue value) {
        return decimalOf(value).longValueExact();
    }

    private static BigDecimal decimalOf(ConfigValue value) {
        String text = textOf(value);
        if (!text.chars().allMatch(c -> c < 128)) { // Java would take the digits of every script
            throw new NumberFormatException(text);
        }
        return new BigDecimal(text);
    }

    private static Object listOf(ConfigValue value, Function<ConfigValue, Object> element) {
        if (value.valueType() != ConfigValueType.LIST) {
            throw new IllegalArgumentException("not a list");
        }
        return ((ConfigList) value).stream().map(element).toList();
    }

    private static int clamp(long value) {
        return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, value));
    }

    private static String quote(ConfigValue value) {
        String text = value.valueType() == ConfigValueType.LIST || value.valueType() == ConfigValueType.OBJECT
                ? value.render(ConfigRenderOptions.concise())
                : value.atKey("v").getString("v");
        return text.length() <= LONGEST_QUOTE ? text : text.substring(0, LONGEST_QUOTE) + "...";
    }
}
