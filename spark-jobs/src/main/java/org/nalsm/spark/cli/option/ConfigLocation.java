package org.nalsm.spark.cli.option;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.nalsm.engine.UserException;
import org.nalsm.spark.config.ConfigSource;

/** Where a {@code --config} file lies: a local path, or a URI of a Hadoop file system. */
final class ConfigLocation {
    private static final Pattern URI_SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:/.*");
    private static final String HADOOP_PREFIX = "spark.hadoop.";

    private ConfigLocation() {}

    /**
     * The source at a location.
     *
     * @throws UserException (no input) if a remote file can not be read
     */
    static ConfigSource read(String location) {
        if (location.isBlank()) {
            throw new UserException(
                    UserException.Kind.USAGE, "--config '" + location + "' names no file; leave it out, or give one");
        }
        if (!URI_SCHEME.matcher(location).matches()) {
            return ConfigSource.file(Path.of(location));
        }
        return location.startsWith("file:")
                ? ConfigSource.file(
                        Path.of(new org.apache.hadoop.fs.Path(location).toUri().getPath()))
                : readRemote(location);
    }

    /** Reads with Hadoop's settings of this machine and those that spark-submit was given. */
    static ConfigSource readRemote(String location) {
        Configuration hadoop = new Configuration();
        // There is no Spark session yet; spark-submit leaves its settings in the system properties.
        System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith(HADOOP_PREFIX))
                .forEach(name -> hadoop.set(name.substring(HADOOP_PREFIX.length()), System.getProperty(name)));
        var path = new org.apache.hadoop.fs.Path(location);
        try (FileSystem files = FileSystem.newInstance(path.toUri(), hadoop);
                InputStream in = files.open(path)) {
            return ConfigSource.text(location, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException | IllegalArgumentException e) {
            // Hadoop answers to an unknown host or a malformed URI with the latter.
            throw new UserException(
                    UserException.Kind.NO_INPUT,
                    "cannot read configuration file " + location + ": " + e.getMessage(),
                    e);
        }
    }
}
