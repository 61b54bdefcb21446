package org.nalsm.spark.dataset;

import java.util.regex.Pattern;

/**
 * One IDX file of a dataset.
 *
 * @param name file name without {@code .gz}
 * @param md5  MD5 of the uncompressed content, 32 lower-case hexadecimal digits
 */
public record DatasetFile(String name, String md5) {
    private static final Pattern MD5 = Pattern.compile("[0-9a-f]{32}");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

    public DatasetFile {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("file name '" + name + "' is not a plain file name");
        }
        if (!MD5.matcher(md5).matches()) {
            throw new IllegalArgumentException(
                    "md5 '" + md5 + "' of " + name + " is not 32 lower-case hexadecimal digits");
        }
    }

    String compressedName() {
        return name + ".gz";
    }
}
