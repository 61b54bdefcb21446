package org.nalsm.spark.cli.runs;

import picocli.CommandLine.Command;

/** {@code nalsm runs}: the runs on disk. */
@Command(
        name = "runs",
        description = "Lists, shows, compares, names, verifies and deletes the runs in output.dir.",
        mixinStandardHelpOptions = true,
        subcommands = {
            RunsListCommand.class,
            RunsShowCommand.class,
            RunsCompareCommand.class,
            RunsTagCommand.class,
            RunsVerifyCommand.class,
            RunsDeleteCommand.class
        })
public final class RunsCommand {}
