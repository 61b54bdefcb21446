package org.nalsm.spark.cli.option;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nalsm.spark.cli.console.Console;
import org.nalsm.spark.cli.console.JsonConsole;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** How a command shows what it does: a picocli mixin. */
public final class ProgressOption {
    @Option(
            names = "--progress",
            paramLabel = "HOW",
            description = "How progress is shown on standard error: auto (default), drawn over on a terminal; plain, a "
                    + "line now and then; json, an object a line, for machines; none, only what is wrong.")
    private String how = Console.AUTO;

    private @Nullable Console console;

    /**
     * Where the command says what it does.
     *
     * @throws org.nalsm.engine.UserException USAGE if the option has another value
     */
    public Console console() {
        if (console == null) {
            console = Console.of(how, System.err);
        }
        return console;
    }

    /** The console of a command whose every line is for machines; empty where it has none. */
    public static Optional<JsonConsole> forMachines(CommandSpec command) {
        return command.mixins().values().stream()
                .map(CommandSpec::userObject)
                .filter(ProgressOption.class::isInstance)
                .map(ProgressOption.class::cast)
                .filter(option -> Console.JSON.equals(option.how))
                .map(ProgressOption::console)
                .filter(JsonConsole.class::isInstance)
                .map(JsonConsole.class::cast)
                .findFirst();
    }
}
