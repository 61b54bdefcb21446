package org.nalsm.spark.cli.config;

import picocli.CommandLine.Command;

/** {@code nalsm config}: the group of the commands about configuration. */
@Command(
        name = "config",
        description = "Shows, describes and validates configurations.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        subcommands = {
            ConfigShowCommand.class,
            ConfigDescribeCommand.class,
            ConfigValidateCommand.class,
        })
public final class ConfigCommand {}
