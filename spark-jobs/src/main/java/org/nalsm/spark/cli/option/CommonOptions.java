package org.nalsm.spark.cli.option;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.nalsm.spark.config.ConfigLoader;
import org.nalsm.spark.config.ConfigSource;
import org.nalsm.spark.config.ResolvedConfig;
import org.nalsm.spark.config.ResolvedSweep;
import org.nalsm.spark.family.Families;
import org.nalsm.spark.run.Experiment;
import picocli.CommandLine.Option;

/** The options of every command that works on a configuration. Use it as a picocli mixin. */
public final class CommonOptions {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Configuration file (local or any Hadoop file system); repeatable, later files win.")
    private List<String> configs = new ArrayList<>();

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Sets one key, over all files; repeatable. 'nalsm config describe' lists the keys.")
    private List<String> settings = new ArrayList<>();

    @Option(names = "--json", description = "Prints the result as one line of JSON.")
    private boolean json;

    /** Whether the result is to be one line of JSON. */
    public boolean json() {
        return json;
    }

    /**
     * Reads the files and applies the settings.
     *
     * @throws org.nalsm.engine.UserException if a file can not be read or the configuration is wrong
     */
    public ResolvedConfig load() {
        return load(List.of());
    }

    /**
     * Likewise, with settings of the command's own over those of the user.
     *
     * @param more such as {@code run.seed=2}
     */
    public ResolvedConfig load(List<String> more) {
        return Families.configLoader()
                .load(sources(), Stream.concat(settings.stream(), more.stream()).toList());
    }

    /** The experiment of the configuration, as {@link #load}. */
    public Experiment experiment() {
        return Experiment.of(load());
    }

    /**
     * Reads the files as those of a sweep.
     *
     * @throws org.nalsm.engine.UserException if a file can not be read or the sweep is wrong
     */
    public ResolvedSweep loadSweep() {
        return Families.configLoader().loadSweep(sources(), settings);
    }

    /** Whether the files describe a sweep. */
    public boolean isSweep() {
        return ConfigLoader.isSweep(sources());
    }

    private List<ConfigSource> sources() {
        return configs.stream().map(ConfigLocation::read).toList();
    }
}
