package org.nalsm.spark.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version of this project, which the build writes into a resource. It is part of every run id. */
final class CodeVersion implements IVersionProvider {
    private static final String RESOURCE = "version.properties";

    /** Such as {@code 0.1.0}; {@code development} where the build has not filled in the resource. */
    static String current() {
        return read(RESOURCE);
    }

    static String read(String resource) {
        try (InputStream in = CodeVersion.class.getResourceAsStream(resource)) {
            if (in == null) {
                return "development";
            }
            Properties properties = new Properties();
            properties.load(in);
            String version = properties.getProperty("version", "");
            return version.isBlank() || version.startsWith("${") ? "development" : version;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String[] getVersion() {
        return new String[] {"nalsm " + current()};
    }
}
