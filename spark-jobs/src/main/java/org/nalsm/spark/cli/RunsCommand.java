package org.nalsm.spark.cli;

import picocli.CommandLine.Command;

/** {@code nalsm runs}: the runs on disk. */
@Command(
        name = "runs",
        description = "Lists, shows, compares and deletes the runs in output.dir.",
        mixinStandardHelpOptions = true,
        subcommands = {RunsListCommand.class, RunsShowCommand.class, RunsCompareCommand.class, RunsDeleteCommand.class})
final class RunsCommand {}
