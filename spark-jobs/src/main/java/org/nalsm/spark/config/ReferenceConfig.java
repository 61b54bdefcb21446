package org.nalsm.spark.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The keys, their defaults and their comments, read from the resource that this project ships. */
final class ReferenceConfig {
    /** What messages call the resource; see its head for why it has another name. */
    static final String NAME = "reference.conf";

    private static final String RESOURCE = "/nalsm-reference.conf";

    private static final String PRESETS = "presets";

    /** In a block of presets, the key whose value chooses one of them. */
    private static final String BY = "by";

    private static final String CHANGES_NO_RESULT = "Changes no result.";
    private static final Pattern UNIT_AND_RANGE =
            Pattern.compile("(.*) Unit: (.+?)\\. Range: (.+?)\\.( " + CHANGES_NO_RESULT + ")?");

    private final Config defaults;
    private final Config presets;
    private final SortedMap<String, ConfigValue> keys = new TreeMap<>();

    private ReferenceConfig(Config reference) {
        Config withoutPresets = reference;
        Config onlyPresets = ConfigFactory.empty();
        for (String section : reference.root().keySet()) {
            String path = section + "." + PRESETS;
            if (reference.hasPath(path)) {
                onlyPresets = onlyPresets.withValue(path, reference.getValue(path));
                withoutPresets = withoutPresets.withoutPath(path);
            }
        }
        defaults = withoutPresets;
        presets = onlyPresets;
        collectKeys(defaults.root(), new ArrayList<>());
    }

    static ReferenceConfig load() {
        try (InputStream in = ReferenceConfig.class.getResourceAsStream(RESOURCE)) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return new ReferenceConfig(ConfigFactory.parseString(
                    text, ConfigParseOptions.defaults().setOriginDescription(NAME)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void collectKeys(ConfigObject section, List<String> path) {
        section.forEach((name, value) -> {
            List<String> child = new ArrayList<>(path);
            child.add(name);
            if (value instanceof ConfigObject object) {
                collectKeys(object, child);
            } else {
                keys.put(ConfigUtil.joinPath(child), value);
            }
        });
    }

    /** Every key with its default, which is null where a preset gives it. */
    Config defaults() {
        return defaults;
    }

    /** Every key, sorted. */
    List<String> keys() {
        return List.copyOf(keys.keySet());
    }

    boolean isKey(String path) {
        return keys.containsKey(path);
    }

    boolean isSection(String path) {
        return keys.keySet().stream().anyMatch(key -> key.startsWith(path + "."));
    }

    /** What the reference has for a key. */
    private ConfigValue reference(String key) {
        return Objects.requireNonNull(keys.get(key), () -> key + " is no key");
    }

    /** A value of the right type for the key: its default, whatever other keys say. */
    ConfigValue typical(String key) {
        ConfigValue value = reference(key);
        if (value.valueType() != ConfigValueType.NULL) {
            return value;
        }
        return preset(key, defaults).orElseThrow().value();
    }

    /**
     * A value that a preset gives to a key.
     *
     * @param selector the key that chose the preset
     */
    record PresetValue(ConfigValue value, String selector, String selected) {}

    /**
     * The value of a key whose default depends on another key; empty if it does not. References in it are
     * to the given configuration. An unknown preset counts as the default one.
     */
    Optional<PresetValue> preset(String key, Config resolved) {
        String section = key.substring(0, key.indexOf('.'));
        if (reference(key).valueType() != ConfigValueType.NULL) {
            return Optional.empty();
        }
        String selector = selector(section);
        ConfigObject blocks = blocks(section);
        boolean isText =
                resolved.hasPath(selector) && resolved.getValue(selector).valueType() == ConfigValueType.STRING;
        String selected = isText && blocks.containsKey(resolved.getString(selector))
                ? resolved.getString(selector)
                : defaults.getString(selector);
        // A wrong value there must not keep the other mistakes from being found; nor one in the place of the section.
        boolean isSection = resolved.root().get(section) instanceof ConfigObject;
        Config usable = (isSection ? resolved : resolved.withoutPath(section)).withFallback(defaults);
        Config block = block(blocks, selected).toConfig().resolveWith(usable);
        return Optional.of(new PresetValue(block.getValue(key.substring(section.length() + 1)), selector, selected));
    }

    private String selector(String section) {
        return presets.getString(section + "." + PRESETS + "." + BY);
    }

    private ConfigObject blocks(String section) {
        return presets.getObject(section + "." + PRESETS).withoutKey(BY);
    }

    private static ConfigObject block(ConfigObject blocks, String preset) {
        return (ConfigObject) Objects.requireNonNull(blocks.get(preset), "only presets that are there are asked for");
    }

    /** Whether a run of another value is another run: all keys but those whose comment says otherwise. */
    boolean changesResults(String key) {
        return isKey(key) && !comment(key).endsWith(CHANGES_NO_RESULT);
    }

    /** What the comments say, in the order of the keys. */
    List<KeyDescription> describe() {
        return keys().stream().map(this::describe).collect(Collectors.toUnmodifiableList());
    }

    private String comment(String key) {
        return reference(key).origin().comments().stream().map(String::strip).collect(Collectors.joining(" "));
    }

    private KeyDescription describe(String key) {
        Matcher parts = UNIT_AND_RANGE.matcher(comment(key));
        if (!parts.matches()) {
            throw new IllegalStateException(
                    RESOURCE + ": the comment of " + key + " does not end in 'Unit: ... Range: ...'");
        }
        return new KeyDescription(
                key, parts.group(1), parts.group(2), parts.group(3), defaultText(key), changesResults(key));
    }

    private String defaultText(String key) {
        if (reference(key).valueType() != ConfigValueType.NULL) {
            return written(reference(key));
        }
        String section = key.substring(0, key.indexOf('.'));
        String name = key.substring(section.length() + 1);
        ConfigObject blocks = blocks(section);
        return selector(section) + ": "
                + blocks.keySet().stream()
                        .sorted()
                        .map(block -> block + " " + written(at(block(blocks, block), name)))
                        .collect(Collectors.joining(", "));
    }

    /** What a block has at a path, as it is: references in it need not be resolved. */
    private static ConfigValue at(ConfigObject block, String path) {
        ConfigValue value = block;
        for (String element : ConfigUtil.splitPath(path)) {
            value = Objects.requireNonNull(((ConfigObject) value).get(element), "every preset has the key");
        }
        return value;
    }

    /** The value as its author wrote it, except for blanks: {@code 1e-8} and references stay that. */
    private static String written(ConfigValue value) {
        if (!value.atKey("v").isResolved()) {
            return value.render();
        }
        return switch (value.valueType()) {
            case NUMBER, BOOLEAN -> value.atKey("v").getString("v");
            default -> value.render(ConfigRenderOptions.concise());
        };
    }
}
