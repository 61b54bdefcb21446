package org.nalsm.spark.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Version and commit of this project, which the build writes into a resource: provenance, no part of any id. */
public final class CodeVersion {
    private static final String RESOURCE = "/org/nalsm/spark/version.properties";
    private static final String UNKNOWN = "development";

    private CodeVersion() {}

    /** Such as {@code 0.2.0}; {@code development} where the build has not filled in the resource. */
    public static String current() {
        String version = read(RESOURCE, "version");
        return version.isEmpty() ? UNKNOWN : version;
    }

    /** The commit, with {@code +} behind it where the sources differed; empty where the build did not know it. */
    public static String commit() {
        String commit = read(RESOURCE, "commit");
        return read(RESOURCE, "modified").equals("true") ? commit + "+" : commit;
    }

    static String read(String resource, String key) {
        try (InputStream in = CodeVersion.class.getResourceAsStream(resource)) {
            if (in == null) {
                return "";
            }
            Properties properties = new Properties();
            properties.load(in);
            String value = properties.getProperty(key, "").strip();
            return value.startsWith("${") ? "" : value;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
