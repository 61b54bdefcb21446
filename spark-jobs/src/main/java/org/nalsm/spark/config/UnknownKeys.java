package org.nalsm.spark.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.util.ArrayList;
import java.util.List;

/** Finds what stands in a configuration without being a key, and says what may have been meant. */
final class UnknownKeys {
    private final ReferenceConfig reference;
    private final Problems problems;

    UnknownKeys(ReferenceConfig reference, Problems problems) {
        this.reference = reference;
        this.problems = problems;
    }

    /** Looks at every value of a resolved configuration. */
    void report(ConfigObject root) {
        walk(root, List.of());
    }

    private void walk(ConfigObject section, List<String> path) {
        section.forEach((name, value) -> {
            List<String> child = new ArrayList<>(path);
            child.add(name);
            check(ConfigUtil.joinPath(child), child, value);
        });
    }

    private void check(String path, List<String> elements, ConfigValue value) {
        if (reference.isKey(path)) {
            return;
        }
        boolean hasMembers = value instanceof ConfigObject object && !object.isEmpty();
        if (hasMembers) {
            walk((ConfigObject) value, elements);
        } else if (!(value instanceof ConfigObject && reference.isSection(path))) {
            problems.add(Place.of(value.origin()), message(path, reference));
        }
    }

    static String message(String path, ReferenceConfig reference) {
        if (reference.isSection(path)) {
            String example = reference.keys().stream()
                    .filter(key -> key.startsWith(path + "."))
                    .findFirst()
                    .orElseThrow();
            return path + " is a section and has no value of its own: set keys in it, such as " + example;
        }
        if (path.startsWith(SearchSpaceReader.PARAMETERS + ".") || path.startsWith(SearchSpaceReader.SETS)) {
            return path + ": what a sweep varies stands in a --config file, such as " + SearchSpaceReader.PARAMETERS
                    + " { run.seed = [1, 2] }";
        }
        return "unknown key " + path + ": "
                + NearestKey.to(path, reference.keys())
                        .map(key -> "did you mean " + key + "?")
                        .orElse("'nalsm config describe' lists the keys there are");
    }
}
