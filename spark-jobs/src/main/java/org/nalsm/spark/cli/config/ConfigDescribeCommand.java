package org.nalsm.spark.cli.config;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.nalsm.engine.UserException;
import org.nalsm.spark.config.ConfigLoader;
import org.nalsm.spark.config.KeyDescription;
import org.nalsm.spark.identity.CanonicalJson;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code nalsm config describe}: the reference of the keys. */
@Command(
        name = "describe",
        description = "Prints meaning, unit, range and default of every key.",
        mixinStandardHelpOptions = true)
final class ConfigDescribeCommand implements Callable<String> {
    private static final int LINE_LENGTH = 92;
    private static final String INDENT = "    ";

    @Parameters(
            arity = "0..1",
            paramLabel = "KEY",
            defaultValue = "",
            description = "Only keys that begin with this, such as model or readout.preset.")
    private String prefix;

    @Option(names = "--json", description = "Prints the result as one line of JSON.")
    private boolean json;

    @Override
    public String call() {
        List<KeyDescription> keys = ConfigLoader.describe().stream()
                .filter(description -> description.key().startsWith(prefix))
                .toList();
        if (keys.isEmpty()) {
            throw new UserException(
                    UserException.Kind.USAGE,
                    "no key begins with '" + prefix + "': 'nalsm config describe' lists all keys");
        }
        return json
                ? CanonicalJson.write(
                        keys.stream().map(ConfigDescribeCommand::members).toList())
                : keys.stream().map(ConfigDescribeCommand::paragraph).collect(Collectors.joining("\n\n"));
    }

    private static Map<String, Object> members(KeyDescription key) {
        return Map.of(
                "key",
                key.key(),
                "meaning",
                key.meaning(),
                "unit",
                key.unit(),
                "range",
                key.range(),
                "default",
                key.defaultValue(),
                "changes_results",
                key.changesResults());
    }

    private static String paragraph(KeyDescription key) {
        return key.key() + "\n"
                + wrapped(key.meaning()) + "\n"
                + INDENT + "unit:    " + key.unit() + "\n"
                + INDENT + "range:   " + key.range() + "\n"
                + INDENT + "default: " + key.defaultValue()
                + (key.changesResults() ? "" : "\n" + INDENT + "changes no result and no run id");
    }

    private static String wrapped(String text) {
        StringBuilder lines = new StringBuilder(INDENT);
        int column = INDENT.length();
        for (String word : text.split(" ", -1)) {
            if (column > INDENT.length() && column + 1 + word.length() > LINE_LENGTH) {
                lines.append('\n').append(INDENT);
                column = INDENT.length();
            } else if (column > INDENT.length()) {
                lines.append(' ');
                column++;
            }
            lines.append(word);
            column += word.length();
        }
        return lines.toString();
    }
}
