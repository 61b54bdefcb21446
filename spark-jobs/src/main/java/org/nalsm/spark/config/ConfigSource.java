package org.nalsm.spark.config;

import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One configuration file given by the user.
 *
 * @param name as messages should call it
 * @param path of a local file, or null if the text was read elsewhere
 * @param text the content, or null if it is to be read from the path
 */
public record ConfigSource(
        String name, @Nullable Path path, @Nullable String text) {
    public ConfigSource {
        Objects.requireNonNull(name, "name");
        if ((path == null) == (text == null)) {
            throw new IllegalArgumentException("either a path or a text: " + name);
        }
    }

    /** A local file; {@code include} in it is relative to it. */
    public static ConfigSource file(Path path) {
        return new ConfigSource(path.toString(), path, null);
    }

    /** Text that the caller has read, such as a file on HDFS; it can not include other files. */
    public static ConfigSource text(String name, String text) {
        return new ConfigSource(name, null, text);
    }
}
