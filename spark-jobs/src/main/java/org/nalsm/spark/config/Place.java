package org.nalsm.spark.config;

import com.typesafe.config.ConfigOrigin;

/**
 * Where a value was written.
 *
 * @param source a file, a setting of the command line, or the reference
 * @param line from 1, or 0 where the source has no lines
 */
record Place(String source, int line) {
    static Place of(ConfigOrigin origin) {
        return origin.lineNumber() > 0
                ? new Place(origin.withLineNumber(-1).description(), origin.lineNumber())
                : new Place(origin.description(), 0);
    }

    @Override
    public String toString() {
        return line > 0 ? source + ":" + line : source;
    }
}
