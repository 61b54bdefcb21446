package org.nalsm.spark.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigOriginFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import java.util.List;
import org.nalsm.engine.UserException;

/**
 * Reads the {@code --set key=value} options. The type of the key decides how the value is read: text is
 * taken as it stands, without HOCON's quotes and comments ({@code output.dir=hdfs://host/results}); a
 * list may go without brackets ({@code network.dimensions=20,20,20}).
 */
final class SettingParser {
    private final ReferenceConfig reference;
    private final Problems problems;

    SettingParser(ReferenceConfig reference, Problems problems) {
        this.reference = reference;
        this.problems = problems;
    }

    /**
     * All settings as one layer; of several for one key the last counts.
     *
     * @throws UserException (usage) if one has no equals sign
     */
    Config parse(List<String> settings) {
        Config layer = ConfigFactory.empty();
        for (String setting : settings) {
            layer = add(layer, setting);
        }
        return layer;
    }

    private Config add(Config layer, String setting) {
        int equals = setting.indexOf('=');
        if (equals < 1) {
            throw new UserException(
                    UserException.Kind.USAGE,
                    "--set " + setting + ": expected key=value, such as --set model.name=lsm");
        }
        String key = setting.substring(0, equals).strip();
        String text = setting.substring(equals + 1).strip();
        Place place = new Place("--set " + setting, 0);
        if (!reference.isKey(key)) {
            // It must not get into the layer: a value in the place of a section would hide the section.
            problems.add(place, UnknownKeys.message(key, reference));
            return layer;
        }
        try {
            ConfigOrigin origin = ConfigOriginFactory.newSimple(place.source());
            return layer.withValue(key, value(key, text).withOrigin(origin));
        } catch (ConfigException.NotResolved e) {
            problems.add(place, key + " refers to another key with ${...}, which only a --config file can do");
            return layer;
        } catch (ConfigException e) {
            problems.add(
                    place,
                    key + " has a value that can not be read: "
                            + "quote it for the shell and write it as in a configuration file");
            return layer;
        }
    }

    private ConfigValue value(String key, String text) {
        ConfigValueType type = reference.typical(key).valueType();
        if (text.equals("null")) {
            return ConfigValueFactory.fromAnyRef(null);
        }
        if (type == ConfigValueType.STRING || text.isEmpty()) {
            return ConfigValueFactory.fromAnyRef(text);
        }
        String hocon = type == ConfigValueType.LIST && !text.startsWith("[") ? "[" + text + "]" : text;
        Config parsed = ConfigFactory.parseString("v = " + hocon, ConfigParseOptions.defaults());
        if (!parsed.isResolved()) {
            throw new ConfigException.NotResolved(text);
        }
        return parsed.getValue("v");
    }
}
