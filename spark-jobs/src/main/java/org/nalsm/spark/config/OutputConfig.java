package org.nalsm.spark.config;

import java.io.Serializable;

/**
 * Section {@code output}.
 *
 * @param dir directory of the results on any Hadoop file system, not blank
 */
public record OutputConfig(String dir) implements Serializable {
    /** @throws IllegalArgumentException if the directory is blank */
    public OutputConfig {
        new Constraints()
                .require(!dir.isBlank(), "output.dir", "\"" + dir + "\"", "must not be empty")
                .enforce();
    }
}
