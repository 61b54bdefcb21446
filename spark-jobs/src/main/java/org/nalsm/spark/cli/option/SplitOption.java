package org.nalsm.spark.cli.option;

import java.util.Arrays;
import org.nalsm.engine.UserException;
import org.nalsm.engine.dataset.Split;
import picocli.CommandLine.Option;

/** The option {@code --split}. A picocli mixin. */
public final class SplitOption {
    @Option(names = "--split", defaultValue = "test", description = "train, valid or test (default: ${DEFAULT-VALUE}).")
    private String split;

    /** The chosen split. @throws UserException USAGE if there is no such split */
    public Split split() {
        return Arrays.stream(Split.values())
                .filter(s -> s.label().equals(split))
                .findFirst()
                .orElseThrow(() -> new UserException(
                        UserException.Kind.USAGE, "--split is '" + split + "'; use train, valid or test"));
    }
}
