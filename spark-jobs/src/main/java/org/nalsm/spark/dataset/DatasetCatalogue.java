package org.nalsm.spark.dataset;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigUtil;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.nalsm.engine.UserException;

/**
 * The datasets that can be named, their files and the sources of each, in the order to be tried. Comes from
 * {@code datasets.conf} beside this class; that file explains the keys.
 */
public final class DatasetCatalogue {
    private final Map<String, Entry> entries;

    private DatasetCatalogue(Map<String, Entry> entries) {
        this.entries = entries;
    }

    /** The catalogue that ships with the project. */
    public static DatasetCatalogue standard() {
        return of(shipped());
    }

    /**
     * The shipped catalogue with a file of the same form laid over it: further datasets, other sources.
     *
     * @throws UserException of kind NO_INPUT if the file is missing, of kind BAD_CONFIGURATION if it is wrong
     */
    public static DatasetCatalogue withOverrides(Path file) {
        if (!Files.isReadable(file)) {
            throw new UserException(UserException.Kind.NO_INPUT, file + ": no such dataset catalogue");
        }
        try {
            return of(ConfigFactory.parseFile(file.toFile()).withFallback(shipped()));
        } catch (ConfigException e) {
            throw badConfiguration(e);
        }
    }

    /**
     * A catalogue from configuration of the form of {@code datasets.conf}.
     *
     * @throws UserException of kind BAD_CONFIGURATION if a key is missing or wrong
     */
    public static DatasetCatalogue of(Config unresolved) {
        try {
            Config config = unresolved.resolve();
            SourceLimits limits = new SourceLimits(
                    config.getDuration("limits.connect"),
                    config.getDuration("limits.download"),
                    config.getDuration("limits.command"));
            Map<String, Entry> entries = new LinkedHashMap<>();
            Config datasets = config.getConfig("datasets");
            for (String name : new TreeSet<>(datasets.root().keySet())) {
                entries.put(name, entry(name, datasets.getConfig(ConfigUtil.joinPath(name)), limits));
            }
            return new DatasetCatalogue(entries);
        } catch (ConfigException | IllegalArgumentException e) {
            throw badConfiguration(e);
        }
    }

    /** Names of all datasets, in alphabetical order. */
    public List<String> names() {
        return List.copyOf(entries.keySet());
    }

    /**
     * What a dataset is.
     *
     * @throws UserException of kind BAD_CONFIGURATION if the catalogue does not have it
     */
    public DatasetDescription dataset(String name) {
        return find(name).description;
    }

    List<DatasetSource> sources(String name) {
        return find(name).sources;
    }

    private Entry find(String name) {
        Entry entry = entries.get(name);
        if (entry == null) {
            throw new UserException(
                    UserException.Kind.BAD_CONFIGURATION,
                    "dataset '" + name + "' is not known; known are " + String.join(", ", entries.keySet()));
        }
        return entry;
    }

    private static Entry entry(String name, Config config, SourceLimits limits) {
        DatasetDescription description = new DatasetDescription(
                name,
                config.getString("description"),
                config.getString("licence"),
                file(config, "training-images"),
                file(config, "training-labels"),
                file(config, "test-images"),
                file(config, "test-labels"));
        List<DatasetSource> sources = new ArrayList<>();
        for (Config source : config.getConfigList("sources")) {
            sources.add(source(source, limits));
        }
        return new Entry(description, List.copyOf(sources));
    }

    private static DatasetFile file(Config dataset, String role) {
        Config file = dataset.getConfig("files." + role);
        return new DatasetFile(file.getString("name"), file.getString("md5"));
    }

    private static DatasetSource source(Config source, SourceLimits limits) {
        String type = source.getString("type");
        return switch (type) {
            // An environment variable that is set to nothing counts as not set.
            case "directory" ->
                source.hasPath("path") && !source.getString("path").isEmpty()
                        ? new DirectorySource(Path.of(source.getString("path")))
                        : new UnsetSource(source.getString("missing-reason"));
            case "http" -> new HttpSource(source.getString("url"), limits);
            case "npm" ->
                new NpmSource(
                        source.getString("package"), source.getString("path"), source.getString("command"), limits);
            case "debian" ->
                new DebianSource(
                        source.getString("package"),
                        source.getString("path"),
                        source.getString("command"),
                        source.getString("unpack-command"),
                        limits);
            default ->
                throw new ConfigException.BadValue(
                        source.getValue("type").origin(),
                        "type",
                        "'" + type + "' is not directory, http, npm or debian");
        };
    }

    private static Config shipped() {
        // Strict parsing: a jar without its own catalogue is broken, not empty.
        return ConfigFactory.parseResources(
                DatasetCatalogue.class,
                "datasets.conf",
                ConfigParseOptions.defaults().setAllowMissing(false));
    }

    private static UserException badConfiguration(RuntimeException e) {
        return new UserException(UserException.Kind.BAD_CONFIGURATION, "dataset catalogue: " + e.getMessage(), e);
    }

    private record Entry(DatasetDescription description, List<DatasetSource> sources) {}
}
