package org.nalsm.spark.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigIncluderFile;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigParseable;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.nalsm.engine.UserException;

/** Reads the user's configuration files; syntax errors become problems. */
final class SourceParser {
    private static final int MOST_BYTES = 16 << 20;

    /** Begins what the library says of files that include each other; all of their names follow, fifty times. */
    private static final String ENDLESS = "include statements nested more than";

    private final Problems problems;

    SourceParser(Problems problems) {
        this.problems = problems;
    }

    /**
     * The content of the source, or nothing if its syntax is wrong, which is then among the problems.
     *
     * @throws UserException (no input) if the file or one that it includes can not be read
     */
    Config parse(ConfigSource source) {
        ConfigParseOptions options =
                ConfigParseOptions.defaults().setAllowMissing(false).setIncluder(new RequiredIncluder(source));
        try {
            Path path = source.path();
            if (path == null) {
                return ConfigFactory.parseString(source.text(), options.setOriginDescription(source.name()));
            }
            if (!Files.exists(path) || Files.isDirectory(path)) {
                throw new UserException(
                        UserException.Kind.NO_INPUT,
                        "configuration file " + source.name()
                                + (Files.exists(path) ? " is a directory" : " does not exist")
                                + ": give --config a file");
            }
            requireText(path, source.name());
            // Absolute, since a file without a parent would include nothing; messages keep the name that was given.
            return ConfigFactory.parseFile(path.toAbsolutePath().toFile(), options.setOriginDescription(source.name()));
        } catch (ConfigException.IO e) {
            throw new UserException(
                    UserException.Kind.NO_INPUT,
                    "cannot read configuration file " + source.name() + ": " + firstLine(e),
                    e);
        } catch (ConfigException e) {
            add(e, source.name());
            return ConfigFactory.empty();
        }
    }

    /** The library would read half of it as keys, and bytes that are no text as other letters. */
    private static void requireText(Path path, String name) {
        try (InputStream in = Files.newInputStream(path)) {
            byte[] content = in.readNBytes(MOST_BYTES);
            if (content.length == MOST_BYTES) {
                throw notText(name, "is larger than a configuration file can be");
            }
            ByteBuffer bytes = ByteBuffer.wrap(content);
            CharBuffer text = CharBuffer.allocate(content.length);
            boolean isUtf8 = !StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(bytes, text, true)
                    .isError();
            if (text.flip().chars().anyMatch(c -> c == 0)) {
                throw notText(name, "is no text");
            }
            if (!isUtf8) {
                long line = 1 + text.chars().filter(c -> c == '\n').count();
                throw notText(name + ":" + line, "has a byte 0x%02x, which is not UTF-8".formatted(bytes.get()));
            }
        } catch (IOException e) {
            throw new UserException(
                    UserException.Kind.NO_INPUT, "cannot read configuration file " + name + ": " + e.getMessage(), e);
        }
    }

    private static UserException notText(String place, String what) {
        return new UserException(
                UserException.Kind.BAD_CONFIGURATION,
                place + ": " + what + "; give --config a HOCON file, which is text in UTF-8");
    }

    /** Records what the library found wrong. */
    void add(ConfigException e, String sourceIfUnknown) {
        if (e.origin() == null) {
            problems.add(new Place(sourceIfUnknown, 0), firstLine(e));
        } else {
            String prefix = e.origin().description() + ": ";
            String message = String.valueOf(e.getMessage());
            String text = message.startsWith(prefix) ? message.substring(prefix.length()) : message;
            problems.add(
                    Place.of(e.origin()),
                    text.startsWith(ENDLESS)
                            ? "is included by itself, or by a file that it includes: take one of the includes out"
                            : text);
        }
    }

    private static String firstLine(ConfigException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("unknown reason");
    }

    /** HOCON passes over a missing include in silence, and an experiment would run without its settings. */
    private record RequiredIncluder(ConfigSource source) implements ConfigIncluder, ConfigIncluderFile {
        @Override
        public ConfigIncluder withFallback(ConfigIncluder fallback) {
            return this;
        }

        @Override
        public ConfigObject include(ConfigIncludeContext context, String what) {
            ConfigParseable included = context.relativeTo(what);
            if (included == null) {
                throw missing(what, null);
            }
            return required(what, context, included::parse);
        }

        @Override
        public ConfigObject includeFile(ConfigIncludeContext context, File what) {
            return required(
                    what.getPath(),
                    context,
                    options -> ConfigFactory.parseFile(what, options).root());
        }

        private ConfigObject required(
                String what, ConfigIncludeContext context, Function<ConfigParseOptions, ConfigObject> parse) {
            try {
                return parse.apply(context.parseOptions().setAllowMissing(false));
            } catch (ConfigException.IO e) {
                throw missing(what, e);
            }
        }

        /** The library does not tell the line; where an included file includes in turn, only the first is known. */
        private Place place(String what) {
            try {
                String text = source.text();
                List<String> lines = text != null ? text.lines().toList() : Files.readAllLines(source.path());
                int line = IntStream.range(0, lines.size())
                        .filter(k ->
                                lines.get(k).contains("include") && lines.get(k).contains(what))
                        .findFirst()
                        .orElse(-1);
                return new Place(source.name(), line + 1);
            } catch (IOException e) {
                return new Place(source.name(), 0);
            }
        }

        private UserException missing(String what, @Nullable ConfigException cause) {
            return new UserException(
                    UserException.Kind.NO_INPUT,
                    "cannot read \"" + what + "\", which " + place(what)
                            + " includes: paths are relative to the including local file",
                    cause);
        }
    }
}
