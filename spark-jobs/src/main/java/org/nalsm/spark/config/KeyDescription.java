package org.nalsm.spark.config;

/**
 * What the reference says about one key.
 *
 * @param key such as {@code model.name}
 * @param meaning one or more sentences, on one line
 * @param unit of the value, or what kind of text it is
 * @param range allowed values
 * @param defaultValue as it would be written in a configuration file; for a key that depends on another
 *     one, the default of each case
 * @param changesResults whether a run of another value is another run
 */
public record KeyDescription(
        String key, String meaning, String unit, String range, String defaultValue, boolean changesResults) {}
